//! Encrypted connections, to a server whose certificate leads to given roots and names the host.

use crate::StoreError;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::path::Path;
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

/// How to connect to a server that has a certificate under one of the roots in a PEM file.
pub(super) fn connector(roots: &Path) -> Result<MakeRustlsConnect, StoreError> {
    let refuse = |why: &dyn std::fmt::Display| StoreError::Address(format!("{}: {why}", roots.display()));
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(roots).map_err(|error| refuse(&error))? {
        store.add(certificate.map_err(|error| refuse(&error))?).map_err(|error| refuse(&error))?;
    }
    if store.is_empty() {
        return Err(refuse(&"no certificate"));
    }
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| refuse(&error))?
        .with_root_certificates(store)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
