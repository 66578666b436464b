//! TLS of our own: a certificate and its key, as PEM files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::settings::TlsFiles;

#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("{path}: {problem}; `tls_certificate` is a PEM file with the whole chain, the server's own first", path = path.display())]
    Certificate { path: PathBuf, problem: String },
    #[error("{path}: {problem}; `tls_key` is a PEM file with the certificate's private key", path = path.display())]
    Key { path: PathBuf, problem: String },
    #[error("the certificate and the key do not go together: {0}")]
    Pair(#[from] rustls::Error),
}

/// Reads both files; read anew at each start.
pub fn configuration(files: &TlsFiles) -> Result<ServerConfig, TlsError> {
    let certificate = |problem: String| TlsError::Certificate { path: files.certificate.clone(), problem };
    let chain = chain(&files.certificate).map_err(certificate)?;
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|error| TlsError::Key { path: files.key.clone(), problem: error.to_string() })?;
    // Named, so that it never depends on which one another part of the program installed first.
    let provider = Arc::new(aws_lc_rs::default_provider());
    let versions = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(versions.with_no_client_auth().with_single_cert(chain, key)?)
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates = CertificateDer::pem_file_iter(path).map_err(|error| error.to_string())?;
    let chain: Vec<_> = certificates.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    if chain.is_empty() { Err("there is no certificate in it".to_owned()) } else { Ok(chain) }
}
