//! What tests of signing sign, and with what.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "not every test needs all of it; a test that cannot go on should stop"
)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use etax::signature::Role;
use etax::signature::pki::Certificate;
use etax::signature::sign::{PrivateKey, SignError, SignRequest, SystemRandom, sign};
use etax::value::Moment;
use etax_testkit::{signing_key, testdata};
use std::sync::LazyLock;

/// A code as the authority gives it.
pub(crate) const CODE: &str = "00A1B2C3D4E5F64A7B8C9D0E1F2A3B4C5D";

/// The signing time of every test: all the kit's sound certificates are valid then.
pub(crate) fn at() -> Moment {
    Moment::parse("2026-11-20T08:15:30").unwrap()
}

/// The text of a file of the kit's test data.
pub(crate) fn file(path: &str) -> String {
    static FILES: LazyLock<Vec<etax_testkit::TestFile>> = LazyLock::new(|| testdata().unwrap());
    let found = FILES.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(found.bytes.clone()).unwrap()
}

/// Every certificate in a text's signatures.
pub(crate) fn certificates(text: &str) -> Vec<Certificate> {
    text.split("X509Certificate>")
        .skip(1)
        .step_by(2)
        .map(|rest| {
            let value: String = rest.split('<').next().unwrap().split_whitespace().collect();
            Certificate::from_der(&STANDARD.decode(value).unwrap()).unwrap()
        })
        .collect()
}

/// The key that made the signature of this number in a file of the test data.
pub(crate) fn key_of(path: &str, number: usize) -> PrivateKey {
    key_for(&certificates(&file(path))[number])
}

pub(crate) fn key_for(certificate: &Certificate) -> PrivateKey {
    let pem = signing_key(certificate.der()).unwrap().unwrap();
    PrivateKey::from_pkcs8(pem.as_bytes(), certificate.clone()).unwrap()
}

/// RSA-2048, a seller's.
pub(crate) static SELLER: LazyLock<PrivateKey> = LazyLock::new(|| key_of("good/invoice-1-uncoded.xml", 0));
/// RSA-3072, the authority's.
pub(crate) static AUTHORITY: LazyLock<PrivateKey> = LazyLock::new(|| key_of("good/invoice-1-coded.xml", 1));
/// P-256.
pub(crate) static ELLIPTIC: LazyLock<PrivateKey> =
    LazyLock::new(|| key_of("good/invoice-signer-ecdsa.xml", 0));

/// A document without its signatures.
pub(crate) fn stripped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    loop {
        let found = ["<Signature ", "<ds:Signature "].iter().filter_map(|tag| rest.find(tag)).min();
        let Some(start) = found else { return out + rest };
        out.push_str(&rest[..start]);
        let after = &rest[start..];
        let end = if after.starts_with("<ds:") { "</ds:Signature>" } else { "</Signature>" };
        rest = &after[after.find(end).unwrap() + end.len()..];
    }
}

pub(crate) fn request(role: Role) -> SignRequest<'static> {
    SignRequest::new(role, at())
}

pub(crate) fn sign_with(
    text: &[u8],
    request: &SignRequest<'_>,
    key: &PrivateKey,
) -> Result<Vec<u8>, SignError> {
    sign(text, request, &key.signer(&SystemRandom::new()))
}

/// A document of a kind, before it is signed, and who signs it.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    pub(crate) name: &'static str,
    pub(crate) role: Role,
    pub(crate) text: String,
    pub(crate) code: Option<&'static str>,
}

const ORDER: &str =
    "<CHUNGTU><NDUNG_CTU_NH Id=\"x\"><SO>1</SO><NDUNG_CTU><A>1</A></NDUNG_CTU></NDUNG_CTU_NH></CHUNGTU>";
const PILOT: &str = "<inv:invoice xmlns:inv=\"http://laphoadon.gdt.gov.vn/2014/09/invoicexml/v1\">\
                     <inv:invoiceData id=\"data\"><inv:n>1</inv:n></inv:invoiceData><inv:controlData/></inv:invoice>";

/// Whether a document is what it is only in the namespace that it is in.
pub(crate) fn is_bound(text: &str) -> bool {
    ["<TDiep", "<CHUNGTU", "<inv:"].iter().any(|root| text.starts_with(root))
}

/// One small document for every role in every kind of document that it signs.
pub(crate) fn bases() -> Vec<Base> {
    let base = |name, role, text: &str| Base { name, role, text: text.to_owned(), code: None };
    let invoice = "<HDon><DLHDon Id=\"data\"><TTChung><Ten>Phiếu &amp; \"thử\" </Ten><SHDon>7</SHDon></TTChung>\
                   <NDHDon><TToan  a='1'   b=\"2\"/></NDHDon></DLHDon><DSCKS><NBan/><NMua /><CCKSKhac/></DSCKS></HDon>";
    let coded = "<HDon><DLHDon><TTChung>x</TTChung></DLHDon><DLQRCode>q</DLQRCode>\
                 <MCCQT Id=\"Id-00112233445566778899aabbccddeeff\">00A1B2C3D4E5F64A7B8C9D0E1F2A3B4C5D</MCCQT>\
                 <DSCKS><NBan></NBan><CQT></CQT></DSCKS></HDon>";
    let uncoded = "<HDon><DLHDon><TTChung>x</TTChung></DLHDon><DSCKS><NBan></NBan></DSCKS></HDon>";
    let notice =
        "<TBao><DLTBao><MSo>01/TB</MSo></DLTBao><STBao><So>12</So></STBao><DSCKS><TTCQT/></DSCKS></TBao>";
    vec![
        base("invoice", Role::Seller, invoice),
        base("invoice-buyer", Role::Buyer, invoice),
        base("invoice-other", Role::Other, invoice),
        base("invoice-bare", Role::Seller, "<HDon><DLHDon><TTChung/></DLHDon></HDon>"),
        base("invoice-no-seller", Role::Seller, "<HDon><DLHDon/><DSCKS>\n <CQT/></DSCKS></HDon>"),
        base("invoice-empty-list", Role::Buyer, "<HDon><DLHDon/><DSCKS/></HDon>"),
        base("invoice-coded", Role::Authority, coded),
        Base { code: Some(CODE), ..base("invoice-code-given", Role::Authority, uncoded) },
        Base { code: Some(CODE), ..base("invoice-code-same", Role::Authority, coded) },
        base(
            "batch",
            Role::Batch,
            "<TDiep><TTChung><MLTDiep>206</MLTDiep></TTChung><DLieu><HDon><DLHDon><X/></DLHDon><MCCQT>M1</MCCQT>\
             <DSCKS><NBan/></DSCKS></HDon><HDon><DLHDon/><DSCKS><NBan/></DSCKS></HDon></DLieu><CKSNNT/></TDiep>",
        ),
        base(
            "in-message",
            Role::Seller,
            "<TDiep><TTChung/><DLieu><HDon><DLHDon Id=\"a\"/><DSCKS><NBan/></DSCKS></HDon></DLieu></TDiep>",
        ),
        base("notice", Role::Authority, notice),
        base("notice-office", Role::TaxOffice, notice),
        base("notice-taxpayer", Role::Taxpayer, "<TBao><DLTBao/><DSCKS><NNT/></DSCKS></TBao>"),
        base("minutes", Role::Seller, "<BBan><NDBBan><A>1</A></NDBBan><DSCKS><NBan/><NMua/></DSCKS></BBan>"),
        base("minutes-buyer", Role::Buyer, "<BBan><NDBBan/><DSCKS><NBan/></DSCKS></BBan>"),
        base("list", Role::Seller, "<BKe><NDBKe/><DSCKS><NBan/></DSCKS></BKe>"),
        base(
            "registration",
            Role::Taxpayer,
            "<TKhai><DLTKhai><MST>1</MST></DLTKhai><DSCKS><NNT/></DSCKS></TKhai>",
        ),
        base("summary", Role::Taxpayer, "<BTHDLieu><DLBTHop/><DSCKS><NNT/></DSCKS></BTHDLieu>"),
        base("request", Role::Taxpayer, "<DNghi><DLDNghi/></DNghi>"),
        base(
            "declaration",
            Role::Taxpayer,
            "<HSoThueDTu xmlns=\"http://kekhaithue.gdt.gov.vn/TKhaiThue\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
             <HSoKhaiThue id=\"_NODE_TO_SIGN\"><ct1 xsi:nil=\"true\"/><ct2>5</ct2></HSoKhaiThue><CKyDTu></CKyDTu></HSoThueDTu>",
        ),
        base(
            "declaration-bare",
            Role::Taxpayer,
            "<HSoThueDTu xmlns=\"http://kekhaithue.gdt.gov.vn/TKhaiThue\"><HSoKhaiThue><a/></HSoKhaiThue></HSoThueDTu>",
        ),
        base("tax-notice", Role::TaxOffice, "<TBaoThueDTu><TBaoThue id=\"ID_1\"/><CKyDTu/></TBaoThueDTu>"),
        base("order-payer", Role::Payer, "<CHUNGTU><NDUNG_CTU><A>1 &lt; 2</A><B/></NDUNG_CTU></CHUNGTU>"),
        base("order-authority", Role::Authority, ORDER),
        base("order-bank", Role::Bank, ORDER),
        base("pilot", Role::Seller, PILOT),
        base("filing", Role::Taxpayer, "<DKyThueDTu><DKyThue><a>1</a></DKyThue></DKyThueDTu>"),
    ]
}

/// Puts a name with the prefix `e:` on every element.
fn prefixed(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split('<').enumerate() {
        if index > 0 {
            out.push('<');
        }
        match part.strip_prefix('/') {
            Some(end) => out.push_str(&format!("/e:{end}")),
            None if index > 0 && !part.starts_with(['!', '?']) => out.push_str(&format!("e:{part}")),
            None => out.push_str(part),
        }
    }
    out
}

/// Adds text to the root's start tag.
fn on_root(text: &str, attributes: &str) -> String {
    let end = text.find([' ', '>']).unwrap();
    format!("{}{attributes}{}", &text[..end], &text[end..])
}

/// The ways of writing the same document that signing must leave as they are.
pub(crate) const DRESSES: usize = 12;

pub(crate) fn dressed(text: &str, dress: usize) -> Vec<u8> {
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let own = text.contains(" xmlns=");
    let dressed = match dress {
        0 => text.to_owned(),
        1 => format!("{declaration}{text}"),
        2 => format!("\u{feff}{declaration}\r\n{text}\r\n"),
        3 => format!("{declaration}\r\n{}", text.replace("><", ">\r\n  <")),
        4 => text.replace("><", ">\n\t<"),
        // A namespace beyond ASCII, which XML allows, is no URI to libxml2.
        5 if own => text.replacen("TKhaiThue\"", "TKhaiThue/other\"", 1),
        5 => on_root(text, " xmlns=\"urn:own\""),
        6 if own => format!("<!-- -->{text}"),
        6 => on_root(&prefixed(text), " xmlns:e=\"urn:e\" xmlns=\"urn:other\""),
        7 => format!("<?xml-stylesheet href='a.xsl'?><!-- trước -->{text}<!-- sau --><?end?>"),
        8 => on_root(
            text,
            " xml:lang=\"vi\" xmlns:a=\"urn:a\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"",
        ),
        9 => on_root(text, " xmlns:ds=\"urn:not-dsig\" xml:space='preserve'\n  b='&lt;&#9;&quot;' a=\"'\""),
        10 => {
            text.replace("</", "<!-- c --></").replacen("<!-- c --></", "<![CDATA[<&]]>&#x1F600;&#13;</", 1)
        }
        _ => text.replace("><", ">\n<?pi d?><!--x--><"),
    };
    dressed.into_bytes()
}
