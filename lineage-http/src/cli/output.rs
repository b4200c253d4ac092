use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use super::failure::Failure;

/// Writes a command's whole result to a file, or to the standard output (also for `-`).
pub(crate) fn write(out: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    match out {
        Some(path) if path != Path::new("-") => {
            to_file(path, bytes).map_err(|error| Failure::new(format!("cannot write '{}'", path.display()), &error))
        }
        _ => stream(|out| out.write_all(bytes)),
    }
}

/// Gives the standard output to what writes a result piece by piece.
pub(crate) fn stream(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        // The reader has seen enough: `| head` is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(|error| Failure::new("cannot write to the standard output", &error)),
    }
}

/// Tells a person what is going on; scripts and logs are spared.
pub(crate) fn progress(message: &str) {
    let mut stderr = io::stderr().lock();
    if stderr.is_terminal() {
        let _ = writeln!(stderr, "{message}");
    }
}

/// Tells whoever reads the standard error what a result leaves out.
pub(crate) fn warn(message: &str) {
    // Where it is closed there is nobody to tell.
    let _ = writeln!(io::stderr().lock(), "warning: {message}");
}

/// Readers see the old file or the new one, never a part; a device or a pipe is written as it is.
fn to_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link is followed, so that what it points to is replaced and not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
        return File::options().write(true).open(&path)?.write_all(bytes);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let builder = &mut tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // less what the umask takes
    let mut file = builder.tempfile_in(folder).map_err(|error| without_path(&error))?;
    file.as_file_mut().write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// An error without the name of the temporary file: nobody has heard of that.
fn without_path(error: &io::Error) -> io::Error {
    match error.kind() {
        kind @ io::ErrorKind::NotFound => io::Error::new(kind, "the folder does not exist"),
        kind => kind.into(),
    }
}
