//! The corpus on disk and in a table.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Attack, Carrier, Class, attacks};
use crate::error::Result;

/// Writes every attack and every twin into a directory, the trust material beside them, and `index.tsv`, which says
/// for each file its class, carrier, rules, policy, time of receipt and twin.
///
/// # Errors
///
/// When a file cannot be written.
///
/// ```no_run
/// etax_testkit::attacks_into(std::path::Path::new("out")).unwrap();
/// ```
pub fn attacks_into(out: &Path) -> Result<()> {
    let list = attacks()?;
    let mut index = String::from("file\tclass\tcarrier\trules\tpolicy\treceived\ttwin\tshows\n");
    let mut twins: Vec<(&[u8], String)> = Vec::new();
    for folder in ["attack", "twin"] {
        std::fs::create_dir_all(out.join(folder))?;
    }
    for attack in &list {
        let known = twins.iter().find(|(bytes, _)| *bytes == attack.twin).map(|(_, name)| name.clone());
        let twin = match known {
            Some(name) => name,
            None => {
                let name = format!("twin/{}.xml", attack.name);
                std::fs::write(out.join(&name), &attack.twin)?;
                twins.push((&attack.twin, name.clone()));
                name
            }
        };
        let file = format!("attack/{}.xml", attack.name);
        std::fs::write(out.join(&file), &attack.bytes)?;
        index.push_str(&format!(
            "{file}\t{}\t{}\t{}\t{}\t{}\t{twin}\t{}\n",
            attack.class.word(),
            attack.carrier.word(),
            attack.fires.join(" "),
            attack.policy,
            attack.received,
            attack.shows
        ));
    }
    std::fs::write(out.join("index.tsv"), index)?;
    for (name, text) in crate::trust::files()? {
        let path = out.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}

/// The corpus as a table in Markdown: documents per class and carrier, and the rules that refuse them.
///
/// # Errors
///
/// Only when the kit itself is broken.
///
/// ```no_run
/// assert!(etax_testkit::attacks_table().unwrap().starts_with("| class | documents |"));
/// ```
pub fn attacks_table() -> Result<String> {
    let list = attacks()?;
    let mut text = String::from("| class | documents | on | rules that refuse them |\n|---|---:|---|---|\n");
    for class in Class::ALL {
        let of: Vec<&Attack> = list.iter().filter(|attack| attack.class == class).collect();
        let carriers: BTreeSet<Carrier> = of.iter().map(|attack| attack.carrier).collect();
        let carriers: Vec<&str> = carriers.into_iter().map(Carrier::word).collect();
        let carriers =
            if carriers.len() == Carrier::ALL.len() { "all".to_owned() } else { carriers.join(", ") };
        let rules: BTreeSet<&str> = of.iter().flat_map(|attack| attack.fires.iter().copied()).collect();
        let rules: Vec<String> = rules.into_iter().map(|rule| format!("`{rule}`")).collect();
        text.push_str(&format!("| {} | {} | {carriers} | {} |\n", class.word(), of.len(), rules.join(", ")));
    }
    text.push_str(&format!("| all | {} | | |\n", list.len()));
    Ok(text)
}
