//! OpenSSL as another opinion: it makes certificates, lists, responses and tokens in a folder, and judges them.
#![allow(dead_code, unreachable_pub, reason = "not every test needs everything")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

use etax::signature::pki::{Certificate, ChainSearch, Revocation, TrustStore, TrustStoreBuilder};
use etax::value::Moment;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// A folder in which OpenSSL works.
pub struct Workshop(tempfile::TempDir);

/// Everything is valid from here.
pub const FROM: &str = "20200101000000Z";
/// To here.
pub const TO: &str = "20490101000000Z";

pub const CA: &str = "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n\
                      subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";
pub const LEAF: &str = "basicConstraints=critical,CA:false\nkeyUsage=critical,digitalSignature,nonRepudiation\n\
                        subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";

impl Workshop {
    /// `None` with a loud line when there is no OpenSSL.
    pub fn open(test: &str) -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            let _ = writeln!(std::io::stderr(), "SKIPPED: {test}: openssl is not here");
            return None;
        }
        Some(Self(tempfile::tempdir().unwrap()))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    /// Runs `openssl`, whatever comes of it.
    pub fn ask(&self, arguments: &[&str]) -> Output {
        Command::new("openssl").args(arguments).current_dir(self.0.path()).output().unwrap()
    }

    /// Runs `openssl`, which must not fail.
    pub fn run(&self, arguments: &[&str]) -> Output {
        let output = self.ask(arguments);
        assert!(
            output.status.success(),
            "openssl {}: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }

    /// A key and a certificate for it, `NAME.key` and `NAME.pem`, called `CN=cn`. Signed by itself when it is its own
    /// issuer. Every name gets a configuration as an authority, with the lists' extensions of `crl`.
    pub fn certificate(&self, name: &str, cn: &str, issuer: &str, extensions: &str) {
        self.run(&[
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-out",
            &format!("{name}.key"),
        ]);
        self.certify(name, cn, issuer, extensions, FROM, TO);
    }

    /// The same with a key that is there already, and dates.
    pub fn certify(&self, name: &str, cn: &str, issuer: &str, extensions: &str, from: &str, to: &str) {
        self.configure(name, "");
        let (key, csr, pem, cnf) =
            (format!("{name}.key"), format!("{name}.csr"), format!("{name}.pem"), format!("{issuer}.cnf"));
        self.write("request.cnf", "[req]\nprompt=no\ndistinguished_name=dn\n[dn]\nCN=x\n");
        let subject = format!("/C=VN/O=Test/CN={cn}");
        self.run(&["req", "-new", "-config", "request.cnf", "-key", &key, "-subj", &subject, "-out", &csr]);
        self.write("extensions.cnf", format!("[ext]\n{extensions}"));
        let mut arguments = vec![
            "ca",
            "-batch",
            "-notext",
            "-config",
            &cnf,
            "-in",
            &csr,
            "-out",
            &pem,
            "-startdate",
            from,
            "-enddate",
            to,
            "-extfile",
            "extensions.cnf",
            "-extensions",
            "ext",
        ];
        if issuer == name {
            arguments.extend(["-selfsign"]);
        }
        self.run(&arguments);
    }

    /// Writes the configuration of an authority, with these extensions in its lists.
    pub fn configure(&self, name: &str, crl: &str) {
        let section = if crl.is_empty() { "" } else { "crl_extensions=crl_ext\n" };
        self.write(
            &format!("{name}.cnf"),
            format!(
                "[ca]\ndefault_ca=d\n[d]\ndatabase={name}.index\nserial={name}.serial\nnew_certs_dir=.\n\
                 certificate={name}.pem\nprivate_key={name}.key\ndefault_md=sha256\npolicy=p\nunique_subject=no\n\
                 email_in_dn=no\n{section}[p]\ncountryName=optional\norganizationName=optional\ncommonName=supplied\n\
                 [crl_ext]\n{crl}"
            ),
        );
        for (suffix, content) in [("index", ""), ("serial", "1000\n")] {
            let file = format!("{name}.{suffix}");
            if !self.path(&file).exists() {
                self.write(&file, content);
            }
        }
    }

    /// Serial number of a certificate, hex.
    pub fn serial(&self, name: &str) -> String {
        let shown = self.run(&["x509", "-in", &format!("{name}.pem"), "-noout", "-serial"]);
        let text = String::from_utf8(shown.stdout).unwrap();
        text.trim().strip_prefix("serial=").unwrap().to_owned()
    }

    /// Sets an authority's book: each certificate with its state, `V` or `R:<date>[,reason]`.
    pub fn book(&self, authority: &str, entries: &[(&str, &str)]) {
        let mut index = String::new();
        for (name, state) in entries {
            let (letter, revoked) = match state.strip_prefix("R:") {
                Some(date) => ('R', date),
                None => ('V', ""),
            };
            writeln!(index, "{letter}\t{}\t{revoked}\t{}\tunknown\t/CN={name}", &TO[2..], self.serial(name))
                .unwrap();
        }
        self.write(&format!("{authority}.index"), index);
    }

    /// An authority's list of what is in its book, as `NAME.crl` in DER, between two dates (`YYMMDDhhmmssZ`).
    pub fn list(&self, authority: &str, crl: &str, window: (&str, &str), out: &str) {
        self.configure(authority, crl);
        let cnf = format!("{authority}.cnf");
        self.run(&[
            "ca",
            "-gencrl",
            "-config",
            &cnf,
            "-crl_lastupdate",
            window.0,
            "-crl_nextupdate",
            window.1,
            "-out",
            "list.pem",
        ]);
        self.run(&["crl", "-in", "list.pem", "-outform", "DER", "-out", out]);
    }

    /// Whether OpenSSL, looking at this list, takes the certificate at a moment.
    pub fn openssl_takes(&self, leaf: &str, list: &str, at: Moment) -> bool {
        self.run(&["crl", "-inform", "DER", "-in", list, "-out", "asked.pem"]);
        self.openssl_verifies(leaf, "asked.pem", at)
    }

    fn openssl_verifies(&self, leaf: &str, list: &str, at: Moment) -> bool {
        let (seconds, leaf) = (at.unix().to_string(), format!("{leaf}.pem"));
        let output = self.ask(&[
            "verify",
            "-attime",
            &seconds,
            "-crl_check",
            "-extended_crl",
            "-CAfile",
            "root.pem",
            "-untrusted",
            "sub.pem",
            "-CRLfile",
            list,
            &leaf,
        ]);
        output.status.success()
    }

    /// A store with `root.pem` and `sub.pem`.
    pub fn store(&self) -> TrustStoreBuilder {
        TrustStore::builder()
            .anchors(&self.read("root.pem"))
            .unwrap()
            .intermediates(&self.read("sub.pem"))
            .unwrap()
    }

    pub fn load(&self, name: &str) -> Arc<Certificate> {
        let pem = self.read(&format!("{name}.pem"));
        let store = TrustStore::builder().anchors(&pem).unwrap().build();
        Arc::new(store.anchors().next().unwrap().clone())
    }

    /// What this engine knows of the leaf's revocation.
    pub fn knows(&self, leaf: &str, store: &TrustStore) -> Revocation {
        let search = ChainSearch::run(&self.load(leaf), &[], store);
        search.paths.first().unwrap_or_else(|| panic!("{leaf}: {:?}", search.failure)).revocations()[0]
            .clone()
    }
}

/// The root, the authority below it, and end certificates `one` and `two`.
pub fn tree(workshop: &Workshop) {
    workshop.certificate("root", "Root", "root", CA);
    workshop.certificate("sub", "Sub", "root", CA);
    for (name, cn) in [("one", "One"), ("two", "Two")] {
        workshop.certificate(name, cn, "sub", LEAF);
    }
}

pub fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Moment::from_unix(i64::try_from(since.as_secs()).unwrap()).unwrap()
}

pub fn later(moment: Moment, seconds: i64) -> Moment {
    Moment::from_unix(moment.unix() + seconds).unwrap()
}
