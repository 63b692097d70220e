//! Packs the forms: heads and what they say of filing as they are, so that they are at hand at once, and each form deflated by
//! itself, so that one can be had without the others.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What stands before each form and part: a character that no text has.
const BEGIN: char = '\u{1}';

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=forms");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let (mut index, mut packed) = (String::new(), Vec::new());
    for (name, text) in files(Path::new("forms"), "form")? {
        let end = text.find("\nstructure\n").map_or(text.len(), |at| at + 1);
        let bytes = miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 10);
        writeln!(index, "{BEGIN}{name} {} {} {}", packed.len(), bytes.len(), text.len())?;
        let head = text.get(..end).unwrap_or_default();
        // The last section.
        let filing = text.find("\nfiling\n").and_then(|at| text.get(at..)).unwrap_or_default();
        head.lines()
            .chain(filing.lines())
            .filter(|line| !line.is_empty() && !line.trim_start().starts_with('#'))
            .for_each(|line| {
                index.push_str(line);
                index.push('\n');
            });
        packed.extend(bytes);
    }
    let mut parts = String::new();
    for (name, text) in files(Path::new("forms/parts"), "part")? {
        writeln!(parts, "{BEGIN}{name}\n{text}")?;
    }
    fs::write(out.join("forms.index"), index)?;
    fs::write(out.join("forms.packed"), packed)?;
    fs::write(out.join("parts.packed"), miniz_oxide::deflate::compress_to_vec(parts.as_bytes(), 10))?;
    Ok(())
}

/// Name without ending, and text, of each file of a folder.
fn files(folder: &Path, ending: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == ending) {
            let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.push((name, fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}
