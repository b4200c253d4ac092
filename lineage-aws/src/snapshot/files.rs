use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Where the files of a recorded account lie.
#[derive(Debug, Clone)]
pub(super) enum Files {
    /// A folder, by its canonical path.
    Folder(PathBuf),
    /// A folder that was compiled into the program.
    #[cfg(feature = "demo")]
    Packaged(&'static include_dir::Dir<'static>),
}

impl Files {
    /// The files below `root`, which may itself be reached through a symbolic link.
    pub(super) fn folder(root: &Path) -> io::Result<Self> {
        fs::canonicalize(root).map(Self::Folder)
    }

    /// All bytes of one file of at most `limit` bytes; none when it does not exist.
    pub(super) fn read(&self, path: &str, limit: u64) -> io::Result<Option<Cow<'static, [u8]>>> {
        match self {
            Self::Folder(root) => {
                let Some((file, _)) = open(root, path)? else { return Ok(None) };
                let mut bytes = Vec::new();
                file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
                if bytes.len() as u64 > limit {
                    return Err(invalid(format!("longer than {limit} bytes")));
                }
                Ok(Some(Cow::Owned(bytes)))
            }
            #[cfg(feature = "demo")]
            Self::Packaged(dir) => Ok(dir.get_file(path).map(|file| Cow::Borrowed(file.contents()))),
        }
    }

    /// `length` bytes from `start` on of a file that must be `size` bytes long; none when it does not exist.
    pub(super) fn range(&self, path: &str, size: u64, start: u64, length: u64) -> io::Result<Option<Vec<u8>>> {
        let is_size = |found: u64| if found == size { Ok(()) } else { Err(invalid("not as long as recorded")) };
        match self {
            Self::Folder(root) => {
                let Some((mut file, found)) = open(root, path)? else { return Ok(None) };
                is_size(found)?;
                file.seek(SeekFrom::Start(start))?;
                let mut bytes = Vec::new();
                file.take(length).read_to_end(&mut bytes)?;
                Ok(Some(bytes))
            }
            #[cfg(feature = "demo")]
            Self::Packaged(dir) => {
                let Some(file) = dir.get_file(path) else { return Ok(None) };
                is_size(file.contents().len() as u64)?;
                let bytes = file.contents().iter().skip(usize::try_from(start).unwrap_or(usize::MAX));
                Ok(Some(bytes.take(usize::try_from(length).unwrap_or(usize::MAX)).copied().collect()))
            }
        }
    }
}

/// Opens a regular file below `root` and tells its size.
///
/// A folder may come from anybody: a symbolic link anywhere below the root could show any file of this machine, and
/// opening a pipe would wait for ever, so neither is followed.
fn open(root: &Path, path: &str) -> io::Result<Option<(File, u64)>> {
    let wanted = root.join(path.split('/').collect::<PathBuf>());
    let found = match fs::canonicalize(&wanted) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if found != wanted {
        return Err(invalid("reached through a symbolic link"));
    }
    if !fs::metadata(&found)?.is_file() {
        return Err(invalid("not a regular file"));
    }
    let file = File::open(&found)?;
    let size = file.metadata()?.len();
    Ok(Some((file, size)))
}

fn invalid(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message.into())
}
