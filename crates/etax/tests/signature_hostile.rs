//! Random bytes wherever bytes come from outside: never a panic, never a valid signature.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod signature_support;

use etax::report::SignatureStatus;
use etax::signature::pki::{Certificate, PublicKey, RevocationList, SignatureAlgorithm, TrustStore};
use etax::signature::verify_generic;
use proptest::prelude::*;
use signature_support::{parse, trusting_nobody, units, verify};

const CERTIFICATE: &[u8] = include_bytes!("../src/signature/pki/example.der");

/// Pieces of signed documents, put together at random.
fn signed_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'>".to_owned()),
        Just("</Signature>".to_owned()),
        Just("<SignedInfo>".to_owned()),
        Just("</SignedInfo>".to_owned()),
        Just(
            "<CanonicalizationMethod Algorithm='http://www.w3.org/TR/2001/REC-xml-c14n-20010315'/>"
                .to_owned()
        ),
        Just("<SignatureMethod Algorithm='http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'/>".to_owned()),
        Just("<Reference URI=''>".to_owned()),
        Just("<Reference URI='#a'>".to_owned()),
        Just("</Reference>".to_owned()),
        Just("<DigestMethod Algorithm='http://www.w3.org/2001/04/xmlenc#sha256'/>".to_owned()),
        Just("<DigestValue>AAAA</DigestValue>".to_owned()),
        Just("<SignatureValue>AAAA</SignatureValue>".to_owned()),
        Just("<KeyInfo><X509Data><X509Certificate>AAAA</X509Certificate></X509Data></KeyInfo>".to_owned()),
        Just("<Object Id='a'>".to_owned()),
        Just("</Object>".to_owned()),
        "[ -~]{0,12}",
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| {
        format!("<HDon><DLHDon Id='a'/><DSCKS><NBan>{}</NBan></DSCKS></HDon>", pieces.concat())
    })
}

/// A signature of the schema's form with random values.
fn well_formed() -> impl Strategy<Value = String> {
    ("[A-Za-z0-9+/=]{0,48}", "[A-Za-z0-9+/=]{0,48}", "[#a-z]{0,4}", "[A-Za-z0-9+/=]{0,64}", "[0-9T:-]{0,19}").prop_map(
        |(digest, value, uri, certificate, time)| {
            format!(
                "<HDon><DLHDon Id='a'/><DSCKS><NBan><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'><SignedInfo>\
                 <CanonicalizationMethod Algorithm='http://www.w3.org/TR/2001/REC-xml-c14n-20010315'/>\
                 <SignatureMethod Algorithm='http://www.w3.org/2000/09/xmldsig#rsa-sha1'/><Reference URI='{uri}'>\
                 <DigestMethod Algorithm='http://www.w3.org/2000/09/xmldsig#sha1'/><DigestValue>{digest}</DigestValue>\
                 </Reference></SignedInfo><SignatureValue>{value}</SignatureValue><KeyInfo><X509Data><X509Certificate>\
                 {certificate}</X509Certificate></X509Data></KeyInfo><Object><SigningTime>{time}</SigningTime></Object>\
                 </Signature></NBan></DSCKS></HDon>"
            )
        },
    )
}

fn never_valid(text: &str) {
    let Some(document) = parse(text.as_bytes()) else { return };
    for unit in units(document.root()) {
        let (verification, _, _) = verify(unit, &trusting_nobody());
        assert!(verification.signatures.iter().all(|info| info.status != SignatureStatus::Valid), "{text}");
    }
    for element in document.elements().filter(|element| element.local() == "Signature") {
        assert_ne!(verify_generic(element, None).0, SignatureStatus::Valid, "{text}");
    }
}

proptest! {
    #[test]
    fn random_certificates(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = Certificate::from_der(&bytes);
        let _ = RevocationList::from_der(&bytes);
        let _ = PublicKey::from_spki(&bytes);
        let _ = TrustStore::builder().certificates(&bytes);
        let _ = TrustStore::builder().crls(&bytes);
    }

    #[test]
    fn changed_certificates(at in 0..CERTIFICATE.len(), to in any::<u8>(), cut in 0..CERTIFICATE.len()) {
        let mut bytes = CERTIFICATE.to_vec();
        bytes[at] = to;
        if let Ok(certificate) = Certificate::from_der(&bytes) {
            let _ = certificate.subject().to_string();
            prop_assert!(!certificate.key().verify(SignatureAlgorithm::RsaSha256, b"x", &[0; 256]));
        }
        prop_assert!(Certificate::from_der(&CERTIFICATE[..cut]).is_err());
    }

    #[test]
    fn random_pem(text in "(-----BEGIN (CERTIFICATE|X509 CRL)-----|-----END CERTIFICATE-----|[A-Za-z0-9+/=\n ]{0,40}){0,6}") {
        let _ = TrustStore::builder().certificates(text.as_bytes());
        let _ = TrustStore::builder().crls(text.as_bytes());
    }

    #[test]
    fn random_signatures(text in signed_text()) {
        never_valid(&text);
    }

    #[test]
    fn random_values(text in well_formed()) {
        never_valid(&text);
    }
}
