//! `etax keys list`.

use super::unusable;
use crate::check::{NO_CLOCK, now};
use etax::code::keyring::{Binds, read_rules};
use etax::code::sealed_qr::PublicKeys;
use etax::rule::{Lang, Text};
use etax::value::Moment;
use std::fs;
use std::path::Path;

/// Prints a line for each key, of a keyring or of a list of public keys.
pub(super) fn run(ring: &Path, at: Option<Moment>, lang: Lang) -> Result<(), String> {
    let at = at.or_else(now).ok_or_else(|| NO_CLOCK.template(lang).to_owned())?;
    let text = fs::read_to_string(ring).map_err(|error| unusable(ring, error, lang))?;
    let state = |from: Moment, until: Moment, revoked: Option<Moment>| match revoked {
        Some(since) if since <= at => REVOKED.fill(lang, &[("since", &since.to_string())]),
        _ if at < from => FUTURE.template(lang).to_owned(),
        _ if until < at => ENDED.template(lang).to_owned(),
        _ => ACTIVE.template(lang).to_owned(),
    };
    // A keyring names issuers, a list does not: no text is both, save one without keys.
    match (read_rules(&text), PublicKeys::read(&text)) {
        (Ok(rules), _) => {
            for (_, rule) in rules {
                let binds = if rule.binds == Binds::Document { "document" } else { "printed" };
                let (from, until) = (rule.from.date(), rule.until.date());
                let state = state(rule.from, rule.until, rule.revoked);
                let algorithm = rule.algorithm.word();
                println!("{}\t{}\t{from}\t{until}\t{algorithm}\t{binds}\t{state}", rule.issuer, rule.id);
            }
            Ok(())
        }
        (Err(_), Ok(list)) => {
            for rule in list.rules() {
                let (from, until) = (rule.from.date(), rule.until.date());
                println!("{}\t{from}\t{until}\t{}", rule.id, state(rule.from, rule.until, rule.revoked));
            }
            Ok(())
        }
        (Err(ring_error), Err(list_error)) => {
            // What it rather is shows in the word that only one of them has.
            let why =
                if text.contains("issuer") { ring_error.message(lang) } else { list_error.message(lang) };
            Err(unusable(ring, why, lang))
        }
    }
}

const ACTIVE: Text = Text { vi: "đang dùng", en: "in use" };
const FUTURE: Text = Text { vi: "chưa đến hạn dùng", en: "not yet in use" };
const ENDED: Text = Text { vi: "hết hạn cấp mã", en: "ended" };
const REVOKED: Text = Text { vi: "thu hồi từ {since}", en: "revoked since {since}" };
