//! Any bytes as a message: the authority answers, the same twice, and with messages that the engine reads as what they are.
#![no_main]

use etax::authority::{
    Answer, CodeRequest, Grant, GrantError, Grants, Incoming, Office, RegistrationRequest, answer,
};
use etax::code::{Mccqt, RegisterString};
use etax::engine::{Engine, Input};
use etax::rule::{Check, Weight};
use etax::signature::pki::Certificate;
use etax::signature::sign::{PrivateKey, SystemRandom};
use etax_fuzz::{moment, policy, trust};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

const KEY: &[u8] = include_bytes!("../../crates/etax/src/signature/sign/example.key.pem");
const CERTIFICATE: &[u8] = include_bytes!("../../crates/etax/src/signature/sign/example.der");

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(policy(), trust()));
static SIGNER: LazyLock<PrivateKey> = LazyLock::new(|| {
    PrivateKey::from_pkcs8(KEY, Certificate::from_der(CERTIFICATE).expect("a certificate")).expect("a key")
});

struct Books;

impl Grants for Books {
    fn code(&mut self, _: &CodeRequest<'_>) -> Result<Grant<Mccqt>, GrantError> {
        Ok(Grant::Given(Mccqt::parse("000123456789AB4DEF8123456789ABCDEF")?))
    }

    fn registration(
        &mut self,
        _: &RegistrationRequest<'_>,
    ) -> Result<Grant<Option<RegisterString>>, GrantError> {
        Ok(Grant::Given(Some(RegisterString::parse("AB1CD")?)))
    }

    fn number(&mut self, _: &'static str) -> Result<String, GrantError> {
        Ok("1/TB".to_owned())
    }
}

fn answers(input: &[u8]) -> Vec<Answer> {
    let random = SystemRandom::new();
    let signer = SIGNER.signer(&random);
    let office = Office {
        code: "TCT",
        name: "Thuế cơ sở 9",
        above: "Thuế Thành phố Thử Nghiệm",
        place: "Thử Nghiệm",
        stead: "",
        title: "Trưởng thuế cơ sở",
        signer: &signer,
        head: None,
    };
    let mut last = 0_u128;
    let mut ids = || {
        last += 1;
        last.to_be_bytes()
    };
    let incoming = Incoming { bytes: input, from: "V9900000016", at: moment() };
    answer(&office, &ENGINE, &incoming, &mut Books, &mut ids)
        .expect("the message alone keeps nobody from answering")
}

fuzz_target!(|input: &[u8]| {
    let all = answers(input);
    assert_eq!(all, answers(input));
    assert!(all.first().is_none_or(|first| first.code == 999));
    for answer in &all {
        let report = ENGINE.check(&Input { name: "answer.xml", bytes: answer.xml.as_bytes(), at: moment() });
        assert_eq!(report.main.document.form.as_deref(), Some(&*answer.code.to_string()));
        // Who signs here is nobody's authority, and the invoice of a 202 is its seller's.
        let own = report.documents.iter().filter(|_| answer.code != 202).chain([&report.main]);
        let wrong = own.flat_map(|document| &document.findings).find(|finding| {
            finding.weight == Weight::Fail && matches!(finding.rule.check, Check::Structure | Check::Rules)
        });
        assert!(wrong.is_none(), "{wrong:?}\n{}", answer.xml);
    }
});
