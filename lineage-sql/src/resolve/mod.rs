//! From syntax trees to column lineage.

use crate::{ScriptLineage, SqlOptions, parse};

/// The lineage of a script.
pub(crate) fn script(script: parse::Script, _options: &SqlOptions) -> ScriptLineage {
    ScriptLineage { dialect: script.dialect, statements: Vec::new(), diagnostics: script.diagnostics }
}
