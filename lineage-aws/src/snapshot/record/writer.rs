use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Writes the files of one recorded account, each whole or not at all.
#[derive(Debug)]
pub(super) struct Writer {
    root: PathBuf,
    /// How many files were begun: their temporary names.
    begun: AtomicU64,
}

impl Writer {
    /// A writer into `root`, which is made where it does not exist.
    ///
    /// It must be empty: facts of an earlier recording would be taken for those of this one.
    pub(super) fn new(root: &Path) -> io::Result<Self> {
        fs::create_dir_all(root)?;
        let root = fs::canonicalize(root)?;
        if fs::read_dir(&root)?.next().is_some() {
            return Err(io::Error::new(io::ErrorKind::DirectoryNotEmpty, "the folder is not empty"));
        }
        Ok(Self { root, begun: AtomicU64::new(0) })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Writes the file `path`, a name or a folder and a name.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let target = self.root.join(path.split('/').collect::<PathBuf>());
        if let Some((folder, _)) = path.split_once('/') {
            make_folder(&self.root.join(folder))?;
        }
        let temporary = self.root.join(format!(".{}.tmp", self.begun.fetch_add(1, Ordering::Relaxed)));
        // Neither follows a link: a new file must not exist yet, and renaming replaces a link itself.
        let written = File::create_new(&temporary).and_then(|mut file| file.write_all(bytes));
        written.and_then(|()| fs::rename(&temporary, &target)).inspect_err(|_| drop(fs::remove_file(&temporary)))
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            // A link that somebody put here would lead out of the root.
            if fs::symlink_metadata(folder)?.is_dir() { Ok(()) } else { Err(error) }
        }
        made => made,
    }
}
