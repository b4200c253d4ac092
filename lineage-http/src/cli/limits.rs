use clap::Args;

/// How much at once, and from where.
#[derive(Debug, Args)]
pub(crate) struct LimitArgs {}
