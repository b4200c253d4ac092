use crate::SqlError;

/// How much stack a script is parsed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stack {
    /// Enough for what people write. The C library keeps stacks of this size for the next thread.
    Usual,
    /// Enough for all that is parsed at all. Address space alone until it is used.
    Big,
}

impl Stack {
    /// Its size in bytes.
    pub(crate) const fn size(self) -> usize {
        match self {
            Self::Usual => 16 << 20,
            Self::Big => 128 << 20,
        }
    }
}

/// What a function makes on a thread with a stack of its own.
///
/// The parser descends the text, and the syntax tree is walked and dropped, by recursion: on a stack of the size that a
/// thread of a runtime has, a statement that the limits of [`crate::parse`] still allow would end the process.
pub(crate) fn on_stack<T: Send>(stack: Stack, work: impl FnOnce() -> T + Send) -> Result<T, SqlError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("sql".into())
            .stack_size(stack.size())
            .spawn_scoped(scope, work)
            .map_err(|error| SqlError::Thread(error.to_string()))?;
        thread.join().map_err(|panic| std::panic::resume_unwind(panic))
    })
}
