use clap::Args;

/// Who may ask, and what they may see.
#[derive(Debug, Args)]
pub(crate) struct AuthArgs {}
