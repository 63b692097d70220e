//! Whether the signer is the party the document names.

use super::candidate::Candidate;
use super::check::Context;
use super::pki::Certificate;
use super::rules;
use super::subject::Subject;
use crate::report::Finding;
use crate::rule::Weight;
use crate::value::TaxCode;
use crate::xml::Element;

/// How the tax code in a certificate relates to the document's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binding {
    /// The same code.
    Exact,
    /// Head office and branch of one taxpayer: the first ten digits agree.
    Branch,
    /// The certificate names no code.
    None,
    /// Somebody else.
    Mismatch,
    /// Somebody whom the document says acts for its owner.
    Delegate,
    /// The document names no code.
    Unknown,
}

impl Binding {
    /// The word in reports.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Branch => "same-root",
            Self::None => "none",
            Self::Mismatch => "mismatch",
            Self::Delegate => "delegated",
            Self::Unknown => "unknown",
        }
    }
}

/// Compares the identities of a certificate with the document's tax codes. What is no well-formed
/// tax code, here or there, binds nobody.
pub(crate) fn binding(certificate: &Certificate, codes: &[&str]) -> Binding {
    let mut named = certificate.identities().iter().filter_map(|identity| identity.tax_code()).peekable();
    if named.peek().is_none() {
        return Binding::None;
    }
    let wanted = || codes.iter().filter_map(|code| TaxCode::parse(code));
    let mut best = Binding::Mismatch;
    for mine in named {
        if wanted().any(|code| code == mine) {
            return Binding::Exact;
        }
        if wanted().any(|code| code.root() == mine.root()) {
            best = Binding::Branch;
        }
    }
    best
}

/// The finding that a batch was signed by a party that the invoice itself says acts for its seller.
pub(crate) fn delegated(invoice: Element<'_>, codes: &[&str], delegates: &[&str]) -> Finding {
    Finding::new(&rules::TAX_CODE_DELEGATE)
        .at_span(invoice.path(), invoice.start_tag_span())
        .expected(codes.join(", "))
        .found(delegates.join(", "))
}

/// How a candidate's signer relates to the document's own tax codes; `None` where nobody asks.
pub(crate) fn tie(candidate: &Candidate<'_>, subject: &Subject<'_>) -> Option<Binding> {
    let bound = candidate.role.is_bound() && !subject.tax_codes.is_empty();
    let signer = candidate.signer().filter(|_| bound)?;
    let own = binding(&signer.known.0, subject.tax_codes);
    Some(match own {
        Binding::None | Binding::Mismatch => match binding(&signer.known.0, subject.delegates) {
            Binding::Exact | Binding::Branch => Binding::Delegate,
            _ if subject.tax_codes.iter().all(|code| code.is_empty()) => Binding::Unknown,
            _ => own,
        },
        own => own,
    })
}

/// Holds the certificate's tax code against the document's.
pub(crate) fn bind(
    candidate: &mut Candidate<'_>,
    at: Element<'_>,
    certificate: &Certificate,
    context: &Context<'_, '_>,
) {
    let rule = match context.tie {
        None | Some(Binding::Exact) => return,
        Some(Binding::Branch) => &rules::TAX_CODE_BRANCH,
        // A declaration may carry the agent's or accountant's signature beside the taxpayer's.
        Some(_) if candidate.place.many && context.anybody_bound => &rules::TAX_CODE_OTHER,
        Some(Binding::Delegate) => &rules::TAX_CODE_DELEGATE,
        Some(Binding::Unknown) => &rules::TAX_CODE_UNKNOWN,
        Some(Binding::None) => &rules::TAX_CODE_NONE,
        Some(Binding::Mismatch) => &rules::TAX_CODE_MISMATCH,
    };
    let found = certificate.tax_code().map_or_else(|| certificate.subject().to_string(), str::to_owned);
    let mut finding = Finding::new(rule).at(at).expected(context.subject.tax_codes.join(", ")).found(found);
    if *rule == rules::TAX_CODE_DELEGATE && context.vouched {
        // The authority knows who may issue for whom, and has signed the same data.
        finding = finding.at_most(Weight::Inform);
    }
    candidate.notes.remark(finding);
}
