//! Embeds `web/` into the program, precompressed, under one hash of everything in it.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::hash::Hasher as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const FOLDERS: [&str; 3] = ["css", "fonts", "js"];
const FILES: [&str; 2] = ["icon.svg", "preview.png"];

fn main() {
    println!("cargo::rerun-if-changed=web");
    println!("cargo::rerun-if-changed=migrations");
    let web = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("web");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));

    let mut paths: Vec<PathBuf> = FILES.iter().map(|file| web.join(file)).collect();
    for folder in FOLDERS {
        collect(&web.join(folder), &mut paths);
    }
    paths.sort();

    let mut hasher = DefaultHasher::new();
    let mut table = String::from("pub static ASSETS: &[Asset] = &[\n");
    for (number, path) in paths.iter().enumerate() {
        let name = path.strip_prefix(&web).expect("below web").to_string_lossy().replace('\\', "/");
        let bytes = fs::read(path).expect("an asset can be read");
        hasher.write(name.as_bytes());
        hasher.write(&bytes);
        let compressed = match is_compressed(path) {
            true => "None".to_owned(),
            false => {
                let (brotli, gzip) = (out.join(format!("{number}.br")), out.join(format!("{number}.gz")));
                fs::write(&brotli, compress_brotli(&bytes)).expect("OUT_DIR is writable");
                fs::write(&gzip, compress_gzip(&bytes)).expect("OUT_DIR is writable");
                format!("Some(Compressed {{ brotli: include_bytes!({brotli:?}), gzip: include_bytes!({gzip:?}) }})")
            }
        };
        writeln!(
            table,
            "    Asset {{ name: {name:?}, mime: {:?}, plain: include_bytes!({path:?}), compressed: {compressed} }},",
            mime(path)
        )
        .expect("a String takes everything");
    }
    let build = format!("{:016x}", hasher.finish());
    writeln!(table, "];\n\npub const BUILD: &str = {build:?};").expect("a String takes everything");
    fs::write(out.join("assets.rs"), table).expect("OUT_DIR is writable");
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of web/") {
        let path = entry.expect("a folder of web/ can be listed").path();
        let served = path.extension().is_some_and(|kind| kind == "css" || kind == "js" || kind == "woff2");
        match path.is_dir() {
            true => collect(&path, paths),
            false if served => paths.push(path),
            false => {}
        }
    }
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|kind| kind.to_str()) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        _ => "image/svg+xml",
    }
}

/// By its own format: compressing it again would only make it longer.
fn is_compressed(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "woff2" || kind == "png")
}

fn compress_brotli(bytes: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 4_096, 9, 20);
    writer.write_all(bytes).expect("a Vec takes everything");
    drop(writer);
    compressed
}

fn compress_gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).expect("a Vec takes everything");
    writer.finish().expect("a Vec takes everything")
}
