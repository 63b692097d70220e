//! A proof takes few reads, and what is kept for it is held against the log.

use crate::audit::tamper;
use crate::place::{Place, issue, row};
use etax_store::audit::{AuditKey, Misfit, SignedRoot, prove, sign, verify};
use etax_store::merkle::Hash;
use etax_store::{
    Backend, Command, Entry, FilingRow, InvoiceKey, KeptAnswer, Logged, Outcome, Page, Stats, Store,
    StoreError, StoredCode, TaxpayerQuery,
};
use std::sync::atomic::{AtomicUsize, Ordering};

crate::both!(a_proof_reads_a_few_events_and_nodes, a_changed_node_is_named, a_lost_node_is_made_again);

const LATER: i64 = 4_000_000_000_000;

fn filled(place: &Place, rows: i64) -> (Store, SignedRoot) {
    let store = place.open();
    store.record((1..=rows).map(|number| issue(&row(number), None)).collect()).unwrap();
    let root = sign(&store, &AuditKey::from_seed(&[5; 32]).unwrap(), LATER).unwrap().remove(0);
    (store, root)
}

/// Counts what is read.
#[derive(Debug)]
struct Counting<'s> {
    store: &'s dyn Backend,
    events: AtomicUsize,
    nodes: AtomicUsize,
}

impl Backend for Counting<'_> {
    fn transact(&self, commands: &[&Command], now: i64) -> Result<Vec<Outcome>, StoreError> {
        self.store.transact(commands, now)
    }
    fn by_code(&self, codes: &[StoredCode]) -> Result<Vec<Option<Entry>>, StoreError> {
        self.store.by_code(codes)
    }
    fn by_invoice(&self, keys: &[InvoiceKey]) -> Result<Vec<Option<Entry>>, StoreError> {
        self.store.by_invoice(keys)
    }
    fn by_id(&self, ids: &[i64]) -> Result<Vec<Option<Entry>>, StoreError> {
        self.store.by_id(ids)
    }
    fn by_message(&self, id: &str) -> Result<Option<KeptAnswer>, StoreError> {
        self.store.by_message(id)
    }
    fn by_taxpayer(&self, query: &TaxpayerQuery<'_>) -> Result<Page<Entry>, StoreError> {
        self.store.by_taxpayer(query)
    }
    fn filings(
        &self,
        taxpayer: &str,
        period: Option<&str>,
        after: i64,
        limit: usize,
    ) -> Result<Vec<FilingRow>, StoreError> {
        self.store.filings(taxpayer, period, after, limit)
    }
    fn events(&self, after: i64, limit: usize) -> Result<Vec<Logged>, StoreError> {
        let events = self.store.events(after, limit)?;
        self.events.fetch_add(events.len(), Ordering::Relaxed);
        Ok(events)
    }
    fn answers(&self, after: i64, limit: usize) -> Result<Vec<(String, KeptAnswer, Vec<u8>)>, StoreError> {
        self.store.answers(after, limit)
    }
    fn roots(&self) -> Result<Vec<SignedRoot>, StoreError> {
        self.store.roots()
    }
    fn nodes(&self, places: &[(u8, i64)]) -> Result<Vec<Option<Hash>>, StoreError> {
        self.nodes.fetch_add(places.len(), Ordering::Relaxed);
        self.store.nodes(places)
    }
    fn stats(&self) -> Result<Stats, StoreError> {
        self.store.stats()
    }
}

fn a_proof_reads_a_few_events_and_nodes(place: &Place) {
    // Sizes on both sides of a node's 256 leaves, and one far above.
    for rows in [255, 256, 257, 1023, 5000] {
        let place = if place.is_file() { Place::sqlite() } else { Place::postgres() }.unwrap();
        let (store, root) = filled(&place, rows);
        for seq in [1, 2, 128, 255, 256, 257, 511, 512, 513, 1000, 4096, 4097, 4864, 4865, 4999, 5000] {
            if seq > rows {
                continue;
            }
            let counting =
                Counting { store: store.read(), events: AtomicUsize::new(0), nodes: AtomicUsize::new(0) };
            let proof = prove(&counting, seq, &root).unwrap().unwrap();
            let leaf = store.read().events(seq - 1, 1).unwrap()[0].leaf_hash();
            assert_eq!(proof.root(leaf), Some(root.root), "{seq} of {rows}");
            let (events, nodes) = (counting.events.into_inner(), counting.nodes.into_inner());
            assert!(events <= 256 + 255 && nodes <= 12, "{seq} of {rows}: {events} events, {nodes} nodes");
        }
        assert_eq!(prove(store.read(), rows + 1, &root).unwrap(), None);
        assert_eq!(prove(store.read(), 0, &root).unwrap(), None);
    }
}

fn a_changed_node_is_named(place: &Place) {
    let (store, root) = filled(place, 700);
    let change = if place.is_file() { "zeroblob(32)" } else { "decode(repeat('00', 32), 'hex')" };
    tamper(place, "node", &format!("UPDATE node SET hash = {change} WHERE level = 8 AND place = 1"));
    assert_eq!(verify(store.read(), None).unwrap().misfit, Some(Misfit::Node { level: 8, place: 1 }));
    let error = prove(store.read(), 1, &root).unwrap_err();
    assert!(
        matches!(&error, StoreError::Corrupt(why) if why.starts_with("row 1 does not lead")),
        "{error:?}"
    );
}

/// Without its nodes the log is still whole: they are made from it, and kept at the next signing.
fn a_lost_node_is_made_again(place: &Place) {
    let (store, root) = filled(place, 1100);
    let before = store.read().nodes(&[(8, 0), (9, 1), (10, 0), (8, 4)]).unwrap();
    assert!(before[..3].iter().all(Option::is_some) && before[3].is_none());
    tamper(place, "node", "DELETE FROM node");
    assert_eq!(verify(store.read(), None).unwrap().misfit, None);
    assert!(prove(store.read(), 700, &root).unwrap().is_some());
    assert_eq!(sign(&store, &AuditKey::from_seed(&[5; 32]).unwrap(), LATER).unwrap(), []);
    assert_eq!(store.read().nodes(&[(8, 0), (9, 1), (10, 0), (8, 4)]).unwrap(), before);
}
