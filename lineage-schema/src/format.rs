use crate::Format;

impl Format {
    /// Its name in small letters, as documents have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }
}

/// What an object holds, as far as its name or its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Content {
    /// A format whose schema is read here.
    Known(Format),
    /// Another one, by its name.
    Other(&'static str),
}

impl Content {
    /// What the end of a key tells; whoever wrote the object may be wrong.
    pub(crate) fn of_name(key: &str) -> Option<Self> {
        let name = file_name(key).to_ascii_lowercase();
        let extension = extension(&name)?;
        Some(match extension {
            "parquet" | "parq" | "pq" => Self::Known(Format::Parquet),
            "json" | "jsonl" | "ndjson" | "jsonlines" | "geojson" => Self::Known(Format::Json),
            "csv" | "tsv" | "psv" | "tab" | "tbl" | "txt" | "dat" | "data" => Self::Known(Format::Csv),
            _ => Self::Other(OTHER_DATA.iter().chain(NO_DATA).find(|(names, _)| names.contains(&extension))?.1),
        })
    }

    /// What the first bytes of an object tell, decompressed; `None` is text, or nothing known.
    pub(crate) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"PAR1") || bytes.starts_with(b"PARE") {
            return Some(Self::Known(Format::Parquet));
        }
        // A header may well begin with `ORCID`.
        if bytes.iter().take(1024).any(|byte| NEVER_IN_TEXT.contains(byte))
            && let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic))
        {
            return Some(Self::Other(name));
        }
        let rest = BYTE_ORDER_MARKS.iter().find_map(|mark| bytes.strip_prefix(*mark)).unwrap_or(bytes);
        // In UTF-16 and UTF-32, every other byte of what can be told here is zero.
        let first = rest.iter().find(|byte| !byte.is_ascii_whitespace() && **byte != 0);
        first.is_some_and(|first| b"{[".contains(first)).then_some(Self::Known(Format::Json))
    }
}

/// What a key tells an object to be, where that is nothing a dataset is made of: code, logs, documents, keys. As a text,
/// it might pass for a table, and a secret in it for the name of a column.
pub(crate) fn no_data(key: &str) -> Option<&'static str> {
    let name = file_name(key).to_ascii_lowercase();
    let extension = extension(&name)?;
    NO_DATA.iter().find(|(names, _)| names.contains(&extension)).map(|(_, name)| *name)
}

/// The extension of a name in small letters, without that of a compression. Without a dot, the name itself is none.
fn extension(name: &str) -> Option<&str> {
    let (stem, extension) = name.rsplit_once('.')?;
    if COMPRESSIONS.contains(&extension) { Some(stem.rsplit_once('.')?.1) } else { Some(extension) }
}

/// All of a key but its last segment.
pub(crate) fn folder(key: &str) -> &str {
    key.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last segment of a key.
pub(crate) fn file_name(key: &str) -> &str {
    key.rsplit_once('/').map_or(key, |(_, name)| name)
}

/// Whether a key ends with the extension of a compression, which no Parquet file needs.
pub(crate) fn named_compressed(key: &str) -> bool {
    let extension = file_name(key).rsplit_once('.').map_or("", |(_, extension)| extension);
    COMPRESSIONS.iter().any(|compression| extension.eq_ignore_ascii_case(compression))
}

/// Whether the last bytes of an object are the end of a Parquet file.
pub(crate) fn ends_as_parquet(bytes: &[u8]) -> bool {
    bytes.ends_with(b"PAR1") || bytes.ends_with(b"PARE")
}

/// Extensions that say how an object is compressed; what it holds stands before them.
const COMPRESSIONS: [&str; 9] = ["gz", "gzip", "zst", "zstd", "bz2", "lz4", "snappy", "sz", "xz"];

/// Extensions of data whose schema is not read here.
const OTHER_DATA: &[(&[&str], &str)] = &[
    (&["orc"], "orc"),
    (&["avro"], "avro"),
    (&["arrow", "feather", "ipc"], "arrow"),
    (&["rec", "recordio", "pbr"], "recordio"),
    (&["tfrecord", "tfrecords"], "tfrecord"),
    (&["npy", "npz"], "numpy"),
];

/// Extensions of what is no data of a dataset.
const NO_DATA: &[(&[&str], &str)] = &[
    (&["tar", "tgz", "tbz2", "txz"], "tar"),
    (&["zip", "xlsx", "jar", "war", "whl", "egg", "7z", "rar"], "zip"),
    (&["h5", "hdf5"], "hdf5"),
    (&["pkl", "pickle", "joblib"], "pickle"),
    (&["jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff", "svg", "ico"], "image"),
    (&["mp3", "mp4", "wav", "flac", "ogg", "avi", "mov", "mkv"], "media"),
    (&["onnx", "pt", "pth", "ckpt", "safetensors", "pb", "tflite", "keras", "gguf", "bin", "model"], "model"),
    (&["py", "pyc", "ipynb", "sql", "r", "rmd", "scala", "java", "kt", "go", "rs", "cpp", "hpp", "cs", "rb"], "code"),
    (&["sh", "bash", "bat", "ps1", "php", "pl", "lua", "js", "mjs", "jsx", "ts", "tsx", "css", "tf"], "code"),
    (&["html", "htm", "xml", "xsd", "md", "rst", "tex", "rtf", "pdf", "doc", "docx", "ppt", "pptx", "eml"], "document"),
    (&["env", "yaml", "yml", "toml", "ini", "cfg", "conf", "properties", "tfvars", "tfstate", "lock"], "configuration"),
    (&["pem", "key", "pub", "crt", "cer", "der", "p12", "pfx", "jks", "ppk", "gpg", "asc"], "key"),
    (&["log", "err"], "log"),
];

/// Control characters that separate nothing; zero is one, and part of UTF-16, which no magic bytes look like.
const NEVER_IN_TEXT: [u8; 10] = [0, 4, 5, 6, 7, 14, 15, 16, 21, 24];

/// The first bytes of formats that are neither texts nor, as archives are, known to what decompresses them.
const MAGIC: [(&[u8], &str); 15] = [
    (b"ORC", "orc"),
    (b"Obj\x01", "avro"),
    (b"ARROW1", "arrow"),
    (b"FEA1", "arrow"),
    (b"\x0a\x23\xd7\xce", "recordio"),
    (b"SEQ\x06", "sequencefile"),
    (b"RCF\x01", "rcfile"),
    (b"\x93NUMPY", "numpy"),
    (b"\x89HDF\r\n", "hdf5"),
    (b"\x80\x04\x95", "pickle"),
    (b"\x80\x05\x95", "pickle"),
    (b"SQLite format 3\0", "sqlite"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"\x7fELF", "program"),
];

/// The longer ones first: that of UTF-16LE begins that of UTF-32LE.
const BYTE_ORDER_MARKS: [&[u8]; 5] = [b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\xff\xfe", b"\xfe\xff"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_by_its_extension() {
        let check = |keys: &[&str], expected| {
            for key in keys {
                assert_eq!(Content::of_name(key), expected, "{key}");
            }
        };
        check(&["a.parquet", "p/a.snappy.parquet", "a.PARQUET", "a.parquet.gz"], Some(Content::Known(Format::Parquet)));
        check(&["a.json", "a.jsonl.zst", "x.y/a.ndjson"], Some(Content::Known(Format::Json)));
        check(&["a.csv", "a.csv.gz", "a.tsv.bz2", "a.txt"], Some(Content::Known(Format::Csv)));
        check(&["a.orc", "a.snappy.orc"], Some(Content::Other("orc")));
        check(&["model.tar.gz", "a.tgz"], Some(Content::Other("tar")));
        check(&["part-00000", "csv", "p/csv.gz", "csv/part-0", "a.gz", "", "a.", "a.b.c"], None);
    }

    #[test]
    fn the_first_bytes_tell_more_than_a_name() {
        let check = |bytes: &[u8], expected| {
            assert_eq!(Content::of_bytes(bytes), expected, "{}", bytes.escape_ascii());
        };
        let json = Some(Content::Known(Format::Json));
        check(b"PAR1\x15\x04", Some(Content::Known(Format::Parquet)));
        check(b"PARE\0", Some(Content::Known(Format::Parquet)));
        check(b"Obj\x01\x04", Some(Content::Other("avro")));
        check(b" \r\n\t{\"a\":1}", json);
        check(b"[1", json);
        check(b"\xef\xbb\xbf{", json);
        check(b"\xff\xfe{\0", json);
        check(b"\xff\xfe\0\0[\0\0\0", json);
        check(b"\0\0\xfe\xff\0\0\0[", json);
        check(b"{\0\"\0", json);
        check(b"a,b\n1,2\n", None);
        check(b"ORCID,name\n1,a\n", None);
        check(b"ORC\x0a\x0b\x0a\x03\0", Some(Content::Other("orc")));
        check(b"", None);
        check(b" \n", None);
    }
}
