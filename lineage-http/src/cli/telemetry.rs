use clap::Args;

/// What the server tells about itself.
#[derive(Debug, Args)]
pub(crate) struct TelemetryArgs {}
