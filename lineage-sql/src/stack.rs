/// How much stack a script is parsed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stack {
    /// Enough for what people write.
    Usual,
    /// Enough for all that is parsed at all.
    Big,
}

impl Stack {
    /// Its size in bytes: address space alone until it is used.
    pub(crate) const fn size(self) -> usize {
        match self {
            Self::Usual => 16 << 20,
            Self::Big => 128 << 20,
        }
    }
}

/// What a function makes with at least so much stack: on a new one, unless the thread has as much left.
///
/// The parser descends the text, and the syntax tree is walked and dropped, by recursion: on a stack of the size that a
/// thread of a runtime has, a statement that the limits of [`crate::parse`] still allow would end the process. A thread
/// with such a stack would do as well, at half the price of a query.
pub(crate) fn on_stack<T>(stack: Stack, work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(stack.size(), stack.size() + (1 << 20), work)
}
