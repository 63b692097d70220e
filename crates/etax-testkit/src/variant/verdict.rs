//! What a sound engine says about the broken documents.

/// Only a warning or a note speaks.
const ACCEPTED: &[&str] = &[
    "order-delegate-name",
    "order-method",
    "order-account",
    "order-request",
    "order-date-future",
    "order-date-signed-after",
    "order-number",
    "order-reference",
    "order-decimals",
    "order-unlisted",
    "order-period-padding",
    "order-period-future",
    "order-delegate-same",
    "order-line-twice",
    "invoice-version-draft",
    "invoice-missing-since",
    "invoice-unknown",
    "invoice-not-for-form",
    "invoice-not-yet",
    "invoice-precision",
    "invoice-form-old-law",
    "invoice-number-missing",
    "invoice-date-early",
    "invoice-exchange-rate-vnd",
    "invoice-buyer-unnamed",
    "invoice-provider",
    "invoice-delegate-incomplete",
    "invoice-related-nature-other",
    "invoice-namespace",
    "invoice-repeated-empty",
    "invoice-cdata",
    "invoice-stray-text",
    "invoice-extension",
    "invoice-related-replace-only",
    "invoice-code-pending",
    "invoice-line-discount",
    "invoice-vat-rate-missing",
    "invoice-vat-rate-period",
    "invoice-total-words-unread",
    "invoice-total-words-sign",
    "invoice-total-reduced",
    "invoice-signed-late",
    "invoice-related-unnumbered",
    "invoice-qr-length",
    "code-register-expected",
    "invoice-line-discount-net",
    "invoice-discount-gross",
    "code-unusual",
    "message-unknown",
    "message-version",
    "message-id-sender",
    "message-party",
    "message-seller",
    "declaration-period-padding",
    "declaration-date-form",
    "declaration-date-future",
    "declaration-period-kind",
    "declaration-period-half",
    "declaration-period-months-bounds",
    "declaration-period-year",
    "declaration-date-early",
    "declaration-deadline-late",
    "declaration-deadline-late-weekends",
    "declaration-deadline-extended",
    "declaration-amendment-appendix",
    "declaration-amendment-unexpected",
    "declaration-amendment-ten-years",
    "declaration-amendment-total",
    "declaration-amendment-agreement",
    "declaration-amendment-header",
    "declaration-file-name-tax-code",
    "declaration-file-name-form",
    "declaration-file-name-period",
    "declaration-file-name-number",
    "declaration-address-district",
    "declaration-address-commune",
    "declaration-address-early",
    "declaration-tax-code-person",
    "declaration-agent-incomplete",
    "declaration-agent-contract-date",
    "declaration-agent-taxpayer",
    "declaration-chain",
    "declaration-set-overlap",
    "declaration-set-amendment",
    "declaration-842-row-home",
    "signature-duplicate-id",
    "signature-key-value",
    "signature-time-format",
    "signature-time-order",
    "signature-time-missing",
    "signature-time-not-covered",
    "signature-timestamp-other-value",
    "signature-timestamp-usage",
    "signature-timestamp-authority",
    "signer-tax-code-other",
    "signer-weak-key",
    "signer-revoked-later",
    "signer-time-unproven-revoked",
    "signer-time-unproven-expired",
    "signature-time-order-stamp",
    "signer-tax-code-branch",
    "signer-revocation-unknown",
];

/// Something cannot be judged, and nothing is wrong.
const UNDECIDED: &[&str] = &[
    "order-version",
    "order-kind",
    "order-period-unknown",
    "invoice-version",
    "invoice-rate-crowded",
    "code-undecided",
    "code-register-undecided",
    "code-register-foreign-batch",
    "message-type-unknown",
    "declaration-form-unknown",
    "schema-xsi-type",
    "document-kind",
    "signature-algorithm",
    "signer-certificate-missing",
    "signature-missing-ticket",
    "notice-number-missing-head",
    "minutes-missing-buyer",
    "order-filter-union",
    "order-filter-subtract",
    "order-filter-expression",
    "order-filter-prefix",
    "order-payer-instead",
    "signature-place-unknown",
    "signer-validity-unknown",
    "signer-unknown-issuer",
    "signer-critical",
    "signer-tax-code-none",
    "signer-chain-unsupported",
    "signer-chain-limits",
    "whole-authority",
    "signer-tax-code-delegate",
    "signer-time-unproven-strict",
    "signer-tax-code-provider",
    "signer-tax-code-agent",
    "signer-tax-code-malformed",
    "signature-cash-register-unsigned",
];

/// The verdict on the variant of this file name; a defect is rejected unless the lists say otherwise.
pub(super) fn of(file: &str) -> &'static str {
    let name = file.trim_end_matches(".xml");
    if ACCEPTED.contains(&name) {
        "accepted"
    } else if UNDECIDED.contains(&name) {
        "undecided"
    } else {
        "rejected"
    }
}

#[cfg(test)]
mod tests {
    use super::{ACCEPTED, UNDECIDED};

    #[test]
    fn lists_no_document_that_is_not_made() {
        let made: Vec<_> =
            crate::variants().unwrap().into_iter().map(|v| v.name.replace(".xml", "")).collect();
        let gone: Vec<_> = ACCEPTED
            .iter()
            .chain(UNDECIDED)
            .filter(|name| !made.iter().any(|known| known == *name))
            .collect();
        assert!(gone.is_empty(), "{gone:?}");
    }
}
