//! Builds the C side of the comparison when libxmlsec1 is installed.

fn main() {
    println!("cargo::rerun-if-changed=peer/xmlsec.c");
    println!("cargo::rustc-check-cfg=cfg(xmlsec)");
    match pkg_config::Config::new().atleast_version("1.2.30").probe("xmlsec1-openssl") {
        Ok(library) => {
            let mut build = cc::Build::new();
            build.file("peer/xmlsec.c").includes(&library.include_paths).opt_level(2).warnings(true);
            for (name, value) in &library.defines {
                build.define(name, value.as_deref());
            }
            build.compile("etax_peer_xmlsec");
            // After our own archive, so that the linker still looks for its symbols.
            for name in &library.libs {
                println!("cargo::rustc-link-lib={name}");
            }
            println!("cargo::rustc-cfg=xmlsec");
        }
        Err(_) => println!("cargo::warning=libxmlsec1-dev is not installed: the comparison runs without it"),
    }
}
