use serde::{Deserialize, Serialize};

use crate::{Catalog, DiagnosticCode, Dialect, ScriptLineage, SqlDiagnostic, SqlError, SqlOptions, analyze};

/// A question about SQL as the HTTP API and the command line take it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SqlRequest {
    /// The script.
    pub sql: String,
    /// The dialect's name; detected when there is none, ANSI when it is not known.
    #[serde(default)]
    pub dialect: Option<String>,
    /// The catalogue of tables that are named without one.
    #[serde(default)]
    pub default_catalog: Option<String>,
    /// The schema (database) of tables that are named without one.
    #[serde(default)]
    pub default_schema: Option<String>,
    /// What is known of the columns of tables.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, crate::TableColumns>))]
    pub schemas: Catalog,
    /// Whether temporary tables and views of the script are seen through.
    #[serde(default)]
    pub collapse_temporary: bool,
}

impl SqlRequest {
    /// The lineage that is asked for.
    ///
    /// # Errors
    /// As [`analyze`].
    pub fn lineage(&self) -> Result<ScriptLineage, SqlError> {
        let known = self.dialect.as_deref().map(str::parse);
        let options = SqlOptions {
            dialect: known.as_ref().map(|dialect: &Result<Dialect, _>| dialect.clone().unwrap_or_default()),
            default_catalog: self.default_catalog.clone(),
            default_schema: self.default_schema.clone(),
            catalog: self.schemas.clone(),
            collapse_temporary: self.collapse_temporary,
        };
        let mut lineage = analyze(&self.sql, &options)?;
        if let (Some(name), Some(Err(_))) = (&self.dialect, known) {
            let message = format!("{name:?} is no dialect that is known here: the script was read as ansi");
            lineage.diagnostics.insert(0, SqlDiagnostic::new(DiagnosticCode::UnknownDialect, message));
        }
        Ok(lineage)
    }
}
