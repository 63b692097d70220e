//! The address of a server, and whether the connection to it is encrypted.

use crate::StoreError;
use std::path::PathBuf;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;

/// An address taken apart.
#[derive(Debug)]
pub(super) struct Address {
    /// All that the server's protocol needs.
    pub(super) config: Config,
    /// The file of the root certificates that the server must be verified with; `None` for a connection that is not
    /// encrypted.
    pub(super) roots: Option<PathBuf>,
}

impl Address {
    /// Reads `postgres://…`. With `sslrootcert=FILE` the connection is encrypted, and the server's certificate must lead to one
    /// of that file's and name the host: what other clients call `sslmode=verify-full`. There is nothing in between, since
    /// what is encrypted for nobody knows whom is no safer.
    pub(super) fn parse(text: &str) -> Result<Self, StoreError> {
        let refuse = |why: &str| Err(StoreError::Address(why.to_owned()));
        let (place, query) = text.split_once('?').unwrap_or((text, ""));
        let (mut roots, mut mode, mut kept) = (None, None, Vec::new());
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("sslrootcert", file)) => roots = Some(decoded(file)),
                Some(("sslmode", word)) => mode = Some(word),
                _ => kept.push(part),
            }
        }
        let roots = match roots {
            None => None,
            Some(Some(file)) if !file.is_empty() => Some(PathBuf::from(file)),
            Some(_) => return refuse("sslrootcert names no file"),
        };
        let ssl = match (mode, &roots) {
            (None | Some("disable" | "prefer" | "allow"), None) => SslMode::Disable,
            (None | Some("require" | "verify-full"), Some(_)) => SslMode::Require,
            (Some("require" | "verify-ca" | "verify-full"), None) => {
                return refuse(
                    "an encrypted connection needs the server's root certificates: sslrootcert=FILE",
                );
            }
            _ => return refuse("with sslrootcert, sslmode is verify-full"),
        };
        let plain = if kept.is_empty() { place.to_owned() } else { format!("{place}?{}", kept.join("&")) };
        let mut config: Config = plain.parse().map_err(|error| StoreError::Address(format!("{error}")))?;
        config.ssl_mode(ssl);
        Ok(Self { config, roots })
    }
}

/// Undoes `%2F`. `None` for what is not so encoded, or no UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if *first != b'%' {
            bytes.push(*first);
            rest = after;
            continue;
        }
        let [high, low, after @ ..] = after else { return None };
        let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        bytes.push((digit(high)? << 4) | digit(low)?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(query: &str) -> Result<Option<PathBuf>, StoreError> {
        Address::parse(&format!("postgres://etax@db/etax{query}")).map(|address| address.roots)
    }

    #[test]
    fn encrypted_means_verified() {
        assert_eq!(roots(""), Ok(None));
        assert_eq!(roots("?sslmode=disable"), Ok(None));
        let file = Ok(Some(PathBuf::from("/etc/etax/ca file.pem")));
        assert_eq!(roots("?sslrootcert=/etc/etax/ca%20file.pem"), file);
        assert_eq!(
            roots("?application_name=x&sslmode=verify-full&sslrootcert=/etc/etax/ca%20file.pem"),
            file
        );
        for refused in [
            "?sslmode=require",
            "?sslmode=verify-full",
            "?sslmode=prefer&sslrootcert=a",
            "?sslmode=disable&sslrootcert=a",
            "?sslrootcert=",
            "?sslrootcert=%2",
            "?sslrootcert=%zz",
            "?sslmode=sometimes",
        ] {
            assert!(matches!(roots(refused), Err(StoreError::Address(_))), "{refused}");
        }
    }
}
