//! Revocation lists made by OpenSSL, judged by it and by this engine.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod revocation_support;

use etax::signature::pki::{Gap, Reason, Refusal, RevocationList, Source, Standing, TrustStore};
use revocation_support::{CA, LEAF, Workshop, moment, tree};

const WINDOW: (&str, &str) = ("261101000000Z", "261201000000Z");
const INSIDE: &str = "2026-11-15";

fn with_list(workshop: &Workshop, list: &str) -> TrustStore {
    workshop.store().crls(&workshop.read(list)).unwrap().build()
}

fn good(workshop: &Workshop, leaf: &str, list: &str, at: &str) -> bool {
    matches!(workshop.knows(leaf, &with_list(workshop, list)).standing(moment(at)), Standing::Good(_))
}

/// What RFC 5280, section 6.3.3, says in its last paragraph and OpenSSL does not do: a complete list is looked at after
/// the distribution points, even where they have only some reasons; and the issuer's name stands for the distribution
/// point of a certificate that has none.
const DIFFERENCES: [&str; 3] = [
    "full reasoned 2026-11-15 true",
    "users reasoned 2026-11-15 true",
    "point-directory one 2026-11-15 true",
];

#[test]
fn whom_a_list_speaks_for_and_when() {
    let Some(workshop) = Workshop::open("whom_a_list_speaks_for_and_when") else { return };
    tree(&workshop);
    let points = "crlDistributionPoints=URI:http://crl.example/1.crl\n";
    workshop.certificate("pointed", "Pointed", "sub", &format!("{LEAF}{points}"));
    let reasons = "crlDistributionPoints=point\n[point]\nfullname=URI:http://crl.example/1.crl\n\
                   reasons=keyCompromise,CACompromise\n";
    workshop.certificate("reasoned", "Reasoned", "sub", &format!("{LEAF}{reasons}"));
    let all = ["one", "two", "pointed", "reasoned"];
    let idp = |rest: &str| format!("issuingDistributionPoint=critical,@idp\n[idp]\n{rest}\n");
    let kinds = [
        ("full", String::new()),
        ("users", idp("onlyuser=TRUE")),
        ("authorities", idp("onlyCA=TRUE")),
        ("attributes", idp("onlyAA=TRUE")),
        ("point-1", idp("fullname=URI:http://crl.example/1.crl")),
        ("point-2", idp("fullname=URI:http://crl.example/2.crl")),
        ("point-both", idp("fullname=URI:http://crl.example/2.crl,URI:http://crl.example/1.crl")),
        ("point-users", idp("fullname=URI:http://crl.example/1.crl\nonlyuser=TRUE")),
        ("reasons", idp("onlysomereasons=keyCompromise,CACompromise")),
        ("point-directory", idp("fullname=dirName:dn\n[dn]\nC=VN\nO=Test\nCN=Sub")),
    ];
    let mut different = Vec::new();
    let mut asked = 0;
    let mut good_ones = 0;
    for (kind, extensions) in &kinds {
        workshop.book("sub", &[("one", "V"), ("two", "R:261005000000Z,keyCompromise")]);
        workshop.list("sub", extensions, WINDOW, "sub.crl");
        for leaf in all {
            for at in [INSIDE, "2026-12-05"] {
                let ours = good(&workshop, leaf, "sub.crl", at);
                let theirs = workshop.openssl_takes(leaf, "sub.crl", moment(at));
                if ours != theirs {
                    different.push(format!("{kind} {leaf} {at} {ours}"));
                }
                asked += 1;
                good_ones += usize::from(ours);
            }
        }
    }
    assert_eq!(different, DIFFERENCES);
    assert_eq!((asked, good_ones), (80, 10));
    // OpenSSL refuses a list that was made after the moment; here it speaks for the moment all the more.
    workshop.list("sub", "", WINDOW, "sub.crl");
    assert!(good(&workshop, "one", "sub.crl", "2026-10-15"));
    assert!(!workshop.openssl_takes("one", "sub.crl", moment("2026-10-15")));
}

#[test]
fn entries_say_since_when_and_why() {
    let Some(workshop) = Workshop::open("entries_say_since_when_and_why") else { return };
    tree(&workshop);
    let standing = |state: &str, at: &str| {
        workshop.book("sub", &[("one", "V"), ("two", state)]);
        workshop.list("sub", "", WINDOW, "sub.crl");
        assert!(!workshop.openssl_takes("two", "sub.crl", moment(INSIDE)) || state.contains("removeFromCRL"));
        let known = workshop.knows("two", &with_list(&workshop, "sub.crl"));
        match known.standing(moment(at)) {
            Standing::Revoked(revoked, by) => {
                assert_eq!(by.source, Source::List);
                assert_eq!(by.published, moment("2026-11-01T00:00:00Z"));
                (true, Some(revoked))
            }
            Standing::RevokedLater(revoked, _) => (false, Some(revoked)),
            Standing::Good(_) => (false, None),
            Standing::Unknown(gap) => panic!("{gap:?}"),
        }
    };
    let (now, entry) = standing("R:261005000000Z,superseded", INSIDE);
    assert!(now);
    assert_eq!(entry.unwrap().reason, Reason::Superseded);
    assert_eq!(entry.unwrap().since, moment("2026-10-05T00:00:00Z"));
    let (now, entry) = standing("R:261005000000Z,superseded", "2026-10-04");
    assert!(!now && entry.is_some(), "revoked only later");
    // The invalidity date counts where somebody else had the key.
    let (now, entry) = standing("R:261005000000Z,keyTime,20260901000000Z", "2026-09-02");
    assert!(now);
    assert_eq!(entry.unwrap().since, moment("2026-09-01T00:00:00Z"));
    let (now, entry) = standing("R:261005000000Z,holdInstruction,holdInstructionNone", INSIDE);
    assert!(now);
    assert_eq!(entry.unwrap().reason, Reason::Hold);
    let (now, entry) = standing("R:261005000000Z", INSIDE);
    assert!(now);
    assert_eq!(entry.unwrap().reason, Reason::Unspecified);
}

#[test]
fn whose_list_it_is() {
    let Some(workshop) = Workshop::open("whose_list_it_is") else { return };
    tree(&workshop);
    // An authority of the same name below another root, and one of the same key that may not sign lists.
    workshop.certificate("stranger", "Sub", "stranger", CA);
    workshop.book("stranger", &[]);
    workshop.list("stranger", "", WINDOW, "stranger.crl");
    assert!(!good(&workshop, "one", "stranger.crl", INSIDE));
    let known = workshop.knows("one", &with_list(&workshop, "stranger.crl"));
    assert_eq!(
        known.standing(moment(INSIDE)),
        Standing::Unknown(Gap::Refused(Source::List, Refusal::Unverified))
    );
    assert!(!workshop.openssl_takes("one", "stranger.crl", moment(INSIDE)));

    // A certificate of the authority's name that the root issued for signing lists.
    let signer = "basicConstraints=critical,CA:false\nkeyUsage=critical,cRLSign\nsubjectKeyIdentifier=hash\n\
                  authorityKeyIdentifier=keyid\n";
    workshop.certificate("signer", "Sub", "root", signer);
    workshop.book("signer", &[("two", "R:261005000000Z")]);
    workshop.list("signer", "", WINDOW, "signer.crl");
    let separate = |signer_state: &str, with_root: bool| {
        workshop.book("root", &[("signer", signer_state)]);
        workshop.list("root", "", WINDOW, "root.crl");
        let mut store = with_signer(&workshop, "signer");
        if with_root {
            store = store.crls(&workshop.read("root.crl")).unwrap();
        }
        let store = store.build();
        ["one", "two"].map(|leaf| workshop.knows(leaf, &store).standing(moment(INSIDE)).to_owned_words())
    };
    assert_eq!(separate("V", true), ["good", "revoked"]);
    // Its own standing must be known, and good.
    assert_eq!(separate("V", false), ["unknown", "unknown"]);
    assert_eq!(separate("R:261006000000Z", true), ["unknown", "unknown"]);
}

fn with_signer(workshop: &Workshop, name: &str) -> etax::signature::pki::TrustStoreBuilder {
    workshop
        .store()
        .intermediates(&workshop.read(&format!("{name}.pem")))
        .unwrap()
        .crls(&workshop.read(&format!("{name}.crl")))
        .unwrap()
}

trait Words {
    fn to_owned_words(&self) -> &'static str;
}

impl Words for Standing<'_> {
    fn to_owned_words(&self) -> &'static str {
        match self {
            Standing::Good(_) => "good",
            Standing::Revoked(..) => "revoked",
            Standing::RevokedLater(..) => "later",
            Standing::Unknown(_) => "unknown",
        }
    }
}

#[test]
fn lists_that_must_not_be_used_are_named_and_stop_nothing() {
    let Some(workshop) = Workshop::open("lists_that_must_not_be_used_are_named_and_stop_nothing") else {
        return;
    };
    tree(&workshop);
    workshop.book("sub", &[("one", "V")]);
    let cases = [
        ("issuingDistributionPoint=critical,@idp\n[idp]\nindirectCRL=TRUE\n", Refusal::Indirect),
        // Whether marked critical or not.
        ("issuingDistributionPoint=@idp\n[idp]\nindirectCRL=TRUE\n", Refusal::Indirect),
        ("2.5.29.27=critical,DER:02:01:05\n", Refusal::Delta),
        ("2.5.29.27=DER:02:01:05\n", Refusal::Delta),
        ("1.2.3.4=critical,DER:05:00\n", Refusal::CriticalExtension),
    ];
    for (extensions, refusal) in cases {
        workshop.list("sub", extensions, WINDOW, "odd.crl");
        let list = RevocationList::from_der(&workshop.read("odd.crl")).unwrap();
        assert_eq!(list.refusal(), Some(refusal), "{extensions}");
        let store = with_list(&workshop, "odd.crl");
        let refused: Vec<_> = store.refused().collect();
        assert_eq!(refused.len(), 1);
        assert_eq!(refused[0].refusal, refusal);
        assert_eq!(refused[0].issuer.unwrap().attribute("CN"), Some("Sub"));
        let known = workshop.knows("one", &store);
        assert_eq!(known.standing(moment(INSIDE)), Standing::Unknown(Gap::Refused(Source::List, refusal)));
        // A usable list beside it is used.
        workshop.list("sub", "", WINDOW, "sub.crl");
        let store = workshop
            .store()
            .crls(&workshop.read("odd.crl"))
            .unwrap()
            .crls(&workshop.read("sub.crl"))
            .unwrap()
            .build();
        assert!(matches!(workshop.knows("one", &store).standing(moment(INSIDE)), Standing::Good(_)));
    }
}

#[test]
fn a_delta_list_speaks_only_against_what_it_lists() {
    let Some(workshop) = Workshop::open("a_delta_list_speaks_only_against_what_it_lists") else { return };
    tree(&workshop);
    workshop.book("sub", &[]);
    workshop.list("sub", "", WINDOW, "full.crl");
    workshop.book("sub", &[("two", "R:261105000000Z,superseded")]);
    workshop.list(
        "sub",
        "2.5.29.27=critical,DER:02:01:05\n",
        ("261110000000Z", "261201000000Z"),
        "delta.crl",
    );
    let store = |names: &[&str]| {
        let all =
            names.iter().fold(workshop.store(), |store, name| store.crls(&workshop.read(name)).unwrap());
        all.build()
    };
    let word = |leaf: &str, names: &[&str]| {
        workshop.knows(leaf, &store(names)).standing(moment(INSIDE)).to_owned_words()
    };
    assert_eq!(["one", "two"].map(|leaf| word(leaf, &["full.crl"])), ["good", "good"]);
    assert_eq!(["one", "two"].map(|leaf| word(leaf, &["delta.crl"])), ["unknown", "revoked"]);
    assert_eq!(["one", "two"].map(|leaf| word(leaf, &["full.crl", "delta.crl"])), ["good", "revoked"]);
    assert_eq!(store(&["full.crl", "delta.crl"]).refused().count(), 1);
}

#[test]
fn a_changed_byte_is_never_believed() {
    let Some(workshop) = Workshop::open("a_changed_byte_is_never_believed") else { return };
    tree(&workshop);
    workshop.book("sub", &[("one", "V"), ("two", "R:261005000000Z,keyCompromise")]);
    workshop.list("sub", "issuingDistributionPoint=critical,@idp\n[idp]\nonlyuser=TRUE\n", WINDOW, "sub.crl");
    let sound = workshop.read("sub.crl");
    assert!(good(&workshop, "one", "sub.crl", INSIDE));
    let mut readable = 0;
    for at in 0..sound.len() {
        for flip in [1u8, 0x80] {
            let mut changed = sound.clone();
            changed[at] ^= flip;
            let Ok(builder) = workshop.store().crls(&changed) else { continue };
            readable += 1;
            let known = workshop.knows("one", &builder.build());
            assert!(known.statements().is_empty(), "byte {at}");
        }
    }
    for cut in 0..sound.len() {
        assert!(RevocationList::from_der(&sound[..cut]).is_err(), "cut at {cut}");
    }
    assert!(readable > 100, "{readable}");
    // Every so often OpenSSL is asked too.
    for at in (0..sound.len()).step_by(23) {
        let mut changed = sound.clone();
        changed[at] ^= 1;
        workshop.write("changed.crl", &changed);
        let read = workshop.ask(&["crl", "-inform", "DER", "-in", "changed.crl", "-out", "asked.pem"]);
        if read.status.success() {
            assert!(!workshop.openssl_takes("one", "changed.crl", moment(INSIDE)), "byte {at}");
        }
    }
}
