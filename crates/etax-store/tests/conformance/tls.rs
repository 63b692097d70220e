//! Encrypted connections to PostgreSQL: with a server that can show who it is, or not at all.

use crate::place::{Place, issue, one, row};
use etax_store::{Access, Outcome, Store, StoreError};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Makes authorities and the server's certificate with OpenSSL, as an operator would.
fn openssl(folder: &Path, arguments: &[&str]) {
    let ran = Command::new("openssl").args(arguments).current_dir(folder).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

fn authority(folder: &Path, name: &str) -> PathBuf {
    let (key, file) = (format!("{name}.key"), format!("{name}.pem"));
    let subject = format!("/CN={name}");
    openssl(
        folder,
        &[
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", &subject, "-keyout",
            &key, "-out", &file,
        ],
    );
    folder.join(file)
}

/// Where the server's certificate and key are: it names 127.0.0.1, and nothing else.
fn server(folder: &Path) {
    openssl(
        folder,
        &["req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=db", "-keyout", "db.key", "-out", "db.csr"],
    );
    std::fs::write(folder.join("names"), "subjectAltName = IP:127.0.0.1\nbasicConstraints = CA:FALSE\n")
        .unwrap();
    openssl(
        folder,
        &[
            "x509",
            "-req",
            "-in",
            "db.csr",
            "-CA",
            "ours.pem",
            "-CAkey",
            "ours.key",
            "-CAcreateserial",
            "-days",
            "2",
            "-extfile",
            "names",
            "-out",
            "db.pem",
        ],
    );
}

#[test]
fn a_server_must_show_who_it_is() {
    let Some(place) = Place::postgres() else { return };
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let (ours, theirs) = (authority(at, "ours"), authority(at, "theirs"));
    server(at);
    let sure = |roots: &Path, address: &str| {
        format!("{address}&sslmode=verify-full&sslrootcert={}", roots.display())
    };
    let refused = |address: &str, why: &str| match Store::open(address, Access::Create).unwrap_err() {
        StoreError::Unreachable(text) | StoreError::Database(text) => assert!(text.contains(why), "{text}"),
        other => panic!("{other:?}"),
    };
    // A server that does not encrypt is not spoken to in the clear instead.
    refused(&sure(&ours, &place.address), "does not support TLS");

    // From here on it does, and one database is refused to whoever speaks in the clear.
    let data = place.value("SHOW data_directory");
    let data = Path::new(&data);
    for (from, to) in [("db.pem", "tls.pem"), ("db.key", "tls.key")] {
        std::fs::copy(at.join(from), data.join(to)).unwrap();
        let owner =
            Command::new("chown").arg(format!("--reference={}", data.display())).arg(data.join(to)).status();
        assert!(owner.unwrap().success());
        assert!(Command::new("chmod").arg("600").arg(data.join(to)).status().unwrap().success());
    }
    let rules = place.value("SHOW hba_file");
    let before = std::fs::read_to_string(&rules).unwrap();
    std::fs::write(&rules, format!("hostnossl sure all all reject\n{before}")).unwrap();
    place.sql("CREATE DATABASE sure").unwrap();
    place.sql("ALTER SYSTEM SET ssl_cert_file = 'tls.pem'").unwrap();
    place.sql("ALTER SYSTEM SET ssl_key_file = 'tls.key'").unwrap();
    place.sql("ALTER SYSTEM SET ssl = on").unwrap();
    place.sql("SELECT pg_reload_conf()").unwrap();
    let address = place.address.replace("/postgres?", "/sure?").replace("options=", "application_name=");
    // Reloading takes a moment.
    let begun = std::time::Instant::now();
    let store = loop {
        match Store::open(&sure(&ours, &address), Access::Create) {
            Ok(store) => break store,
            Err(error) if begun.elapsed().as_secs() > 20 => panic!("{error}"),
            Err(_) => std::thread::sleep(std::time::Duration::from_millis(50)),
        }
    };
    assert!(matches!(one(&store, issue(&row(1), None)), Outcome::Recorded { .. }));
    assert!(store.read().by_code(&[row(1).code]).unwrap()[0].is_some());
    refused(&address, "no encryption");
    refused(&sure(&theirs, &address), "UnknownIssuer");
    refused(&sure(&ours, &address.replace("127.0.0.1", "localhost")), "certificate not valid for name");
    for (file, content) in [
        ("none.pem", None),
        ("empty.pem", Some("")),
        ("broken.pem", Some("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")),
    ] {
        if let Some(content) = content {
            std::fs::write(at.join(file), content).unwrap();
        }
        let error = Store::open(&sure(&at.join(file), &address), Access::Read).unwrap_err();
        assert!(matches!(&error, StoreError::Address(why) if why.contains(file)), "{error:?}");
    }
}
