use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use lineage_model::source::{ByteRange, ObjectBytes, ObjectPage, ObjectSummary, SourceError, SourceErrorKind};

use super::Objects;
use crate::format::folder;

/// As many as S3 tells at once.
const PAGE: usize = 1000;

const LIST: &str = "list";
const READ: &str = "read";

/// The files below a folder, as objects: their keys are their paths below it, with `/` between.
///
/// Files are read on tokio's threads for what blocks, so it works within a tokio runtime alone. Nothing outside the
/// folder is ever read: symbolic links are not listed, and one that leads out is not followed. A name that is no
/// UTF-8 is left out, for no key can be.
#[derive(Debug, Clone)]
pub struct LocalObjects {
    /// Without symbolic links.
    root: PathBuf,
    /// As it was given.
    named: PathBuf,
}

impl LocalObjects {
    /// The files below `root`.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn new(root: impl AsRef<Path>) -> io::Result<Self> {
        let named = root.as_ref().to_owned();
        let root = named.canonicalize()?;
        if !root.is_dir() {
            return Err(ErrorKind::NotADirectory.into());
        }
        Ok(Self { root, named })
    }

    /// Runs what blocks on a thread for that.
    async fn run<T: Send + 'static>(
        &self,
        action: &'static str,
        key: &str,
        work: impl FnOnce(&Path, &str) -> io::Result<T> + Send + 'static,
    ) -> Result<T, SourceError> {
        let (root, owned) = (self.root.clone(), key.to_owned());
        let done = tokio::task::spawn_blocking(move || work(&root, &owned)).await;
        done.unwrap_or_else(|error| Err(io::Error::other(error))).map_err(|error| {
            let kind = match error.kind() {
                ErrorKind::NotFound | ErrorKind::NotADirectory => SourceErrorKind::NotFound,
                ErrorKind::PermissionDenied => SourceErrorKind::AccessDenied,
                ErrorKind::InvalidInput => SourceErrorKind::InvalidRequest,
                _ => SourceErrorKind::Other,
            };
            SourceError::new(kind, action, self.uri(key), error.to_string()).with_source(error)
        })
    }
}

#[async_trait]
impl Objects for LocalObjects {
    async fn list(&self, prefix: &str, after: Option<String>) -> Result<ObjectPage, SourceError> {
        self.run(LIST, prefix, move |root, prefix| list(root, prefix, after.as_deref())).await
    }

    async fn read(&self, key: &str, range: ByteRange) -> Result<ObjectBytes, SourceError> {
        self.run(READ, key, move |root, key| read(root, key, range)).await
    }

    fn uri(&self, key: &str) -> String {
        let path = self.named.join(key).display().to_string();
        if !cfg!(windows) {
            return path;
        }
        // One kind of slash, as in keys, and nothing of what stands before a path without links.
        path.replace(r"\\?\UNC\", r"\\").replace(r"\\?\", "").replace('\\', "/")
    }
}

/// What is still to be looked at, in the order of keys.
enum Entry {
    File {
        key: String,
        size: u64,
    },
    /// Its key ends with a slash: that is what makes the order that of keys.
    Folder {
        key: String,
    },
}

impl Entry {
    fn key(&self) -> &str {
        match self {
            Self::File { key, .. } | Self::Folder { key } => key,
        }
    }
}

fn list(root: &Path, prefix: &str, after: Option<&str>) -> io::Result<ObjectPage> {
    let mut page = ObjectPage::default();
    let folder = folder(prefix);
    if !inside(folder) {
        return Ok(page);
    }
    let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let mut waiting = vec![Entry::Folder { key: start }];
    while let Some(entry) = waiting.pop() {
        match entry {
            Entry::File { .. } if page.objects.len() == PAGE => {
                page.next = page.objects.last().map(|object| object.key.clone());
                break;
            }
            Entry::File { key, size } => page.objects.push(ObjectSummary { key, size, ..ObjectSummary::default() }),
            Entry::Folder { key } => {
                let mut entries = entries(root, &key)?;
                entries.retain(|entry| wanted(entry, prefix, after));
                // The next one is taken from the end.
                entries.sort_unstable_by(|a, b| b.key().cmp(a.key()));
                waiting.extend(entries);
            }
        }
    }
    Ok(page)
}

/// Whether an entry is listed, or what is below it may be.
fn wanted(entry: &Entry, prefix: &str, after: Option<&str>) -> bool {
    let key = entry.key();
    let begins = key.starts_with(prefix) || matches!(entry, Entry::Folder { .. }) && prefix.starts_with(key);
    begins && after.is_none_or(|after| key > after || after.starts_with(key) && key.ends_with('/'))
}

/// The files and folders in a folder; none when it is not there, or outside the root.
fn entries(root: &Path, folder: &str) -> io::Result<Vec<Entry>> {
    let path = match root.join(folder).canonicalize() {
        Ok(path) if path.starts_with(root) => path,
        Ok(_) => return Ok(Vec::new()),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            entries.push(Entry::Folder { key: format!("{folder}{name}/") });
        } else if kind.is_file() {
            entries.push(Entry::File { key: format!("{folder}{name}"), size: entry.metadata()?.len() });
        }
    }
    Ok(entries)
}

fn read(root: &Path, key: &str, range: ByteRange) -> io::Result<ObjectBytes> {
    if !inside(key) {
        return Err(ErrorKind::NotFound.into());
    }
    let path = root.join(key).canonicalize()?;
    // Opening a pipe would wait for whoever writes it.
    if !path.starts_with(root) || !path.is_file() {
        return Err(ErrorKind::NotFound.into());
    }
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let (start, length) = match range {
        ByteRange::First { length } => (0, length),
        ByteRange::Last { length } => (size.saturating_sub(length), length),
        ByteRange::From { start, length } => (start.min(size), length),
    };
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    Ok(ObjectBytes { bytes, size, etag: None })
}

/// Whether a key is a path below the root, by its words alone.
fn inside(key: &str) -> bool {
    key.is_empty() || key.split('/').all(|segment| !matches!(segment, "" | "." | "..") && !segment.contains('\0'))
}
