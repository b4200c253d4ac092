use crate::SqlError;

/// The stack that parsing and resolving have: address space alone until it is used.
pub(crate) const STACK: usize = 128 << 20;

/// What a function makes on a thread with a big stack.
///
/// The parser descends the text, and the syntax tree is walked and dropped, by recursion: on a stack of the size that a
/// thread of a runtime has, a statement that the limits of [`crate::parse`] still allow would end the process.
pub(crate) fn on_big_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, SqlError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("sql".into())
            .stack_size(STACK)
            .spawn_scoped(scope, work)
            .map_err(|error| SqlError::Thread(error.to_string()))?;
        thread.join().map_err(|panic| std::panic::resume_unwind(panic))
    })
}
