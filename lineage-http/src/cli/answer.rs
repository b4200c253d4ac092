use clap::{ArgAction, Args, ValueEnum};
use lineage_model::document::LineageDocument;
use lineage_model::layout::Direction;
use lineage_model::render;

use super::failure::Failure;

/// What an answer holds when nobody says otherwise.
#[derive(Debug, Args)]
pub(crate) struct AnswerArgs {
    /// Add how the latest execution went
    #[arg(long, env = "INCLUDE_LATEST_EXEC", value_name = "BOOL", action = ArgAction::Set, value_parser = boolean,
        num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true")]
    pub(crate) include_latest_exec: bool,
    /// Ask S3 about the encryption, versioning and public access of buckets
    #[arg(long, env = "ENABLE_S3_META", value_name = "BOOL", action = ArgAction::Set, value_parser = boolean,
        num_args = 0..=1, require_equals = true, default_value = "true", default_missing_value = "true")]
    pub(crate) enable_s3_meta: bool,
}

/// As the HTTP parameters have it: anything else is refused, never silently false.
pub(crate) fn boolean(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err("write true or false".to_owned()),
    }
}

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Json,
    Svg,
    Dot,
    Mermaid,
    Csv,
    Cytoscape,
    Reactflow,
}

/// Which way a picture goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layout {
    /// From left to right
    Lr,
    /// From top to bottom
    Tb,
}

impl Format {
    /// The document as text that ends with a line break.
    pub(crate) fn render(self, document: &mut LineageDocument, layout: Option<Layout>) -> Result<String, Failure> {
        let direction = match layout {
            None | Some(Layout::Lr) => Direction::LeftToRight,
            Some(Layout::Tb) => Direction::TopToBottom,
        };
        if self == Self::Json && layout.is_some() {
            document.lay_out(direction);
        }
        let mut text = match self {
            Self::Svg => render::svg(document, direction),
            Self::Csv => render::csv(document),
            Self::Cytoscape => render::cytoscape(document, direction),
            Self::Reactflow => render::reactflow(document, direction),
            Self::Json => serde_json::to_string_pretty(document)
                .map_err(|error| Failure::new("cannot write the lineage as JSON", &error))?,
            Self::Dot => render::dot(document),
            Self::Mermaid => render::mermaid(document),
        };
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Ok(text)
    }
}
