//! Tells whoever wants to know what is asked of AWS, and what is not because it is known.

use std::time::Duration;

use lineage_model::source::SourceErrorKind;

/// Is told of every call to AWS and of every question to a cache, for metrics and the like.
///
/// It is called where the work is done, so it returns at once and waits for nothing.
pub trait Observer: Send + Sync {
    /// A call ended.
    fn called(&self, call: &Call<'_>);

    /// A [`CachedSource`](crate::CachedSource) was asked for a fact of a kind that it may keep or share.
    fn looked_up(&self, lookup: Lookup);
}

/// A call to AWS, with all of its attempts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Call<'a> {
    /// The service as the SDK names it: `SageMaker`, `S3`, `S3 Control` or `STS`.
    pub service: &'a str,
    /// The operation as the SDK names it, such as `DescribePipeline`: one of those that this crate uses.
    pub operation: &'a str,
    /// How it ended.
    pub outcome: Outcome,
    /// How many requests were sent, 1 or more.
    pub attempts: u32,
    /// How many of them AWS answered with a request to slow down.
    pub throttled: u32,
    /// The time from the first request to the end: with the waits between attempts, without that for the first turn.
    pub duration: Duration,
}

/// How a call to AWS ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// AWS told what it was asked for.
    Answered,
    /// It failed; what does not exist or may not be read counts as that.
    Failed(SourceErrorKind),
    /// Whoever asked waits no longer.
    Abandoned,
}

/// How a cache answers a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// With what it kept.
    Kept,
    /// With the answer to an equal question that is under way.
    Shared,
    /// By asking its source.
    Asked,
}
