//! What statements change about those behind them.

use sqlparser::ast::{AlterTable, AlterTableOperation, DataType, Declare, Expr, ObjectName, RenameTableNameKind, Use};

use super::Resolver;
use super::relation::{Column, Item, Relation};

impl Resolver<'_> {
    /// Notes a variable, or T-SQL's variable that is a table.
    pub(super) fn declare(&mut self, declare: &Declare) {
        for name in &declare.names {
            let Some(DataType::Table(Some(columns))) = &declare.data_type else {
                let key = self.names.name(name).key;
                self.variables.insert(key);
                continue;
            };
            let table = self.target(&ObjectName::from(vec![name.clone()]));
            let columns = columns.iter().map(|column| self.names.name(&column.name));
            let items = columns.map(|name| Item::Column(Column { name, deps: [].into() })).collect();
            self.session.create(&mut self.names, table, &Relation::new(items, [].into()));
        }
    }

    /// Follows what is renamed, and which columns come and go.
    pub(super) fn alter_table(&mut self, alter: &AlterTable) {
        let table = self.target(&alter.name);
        for operation in &alter.operations {
            match operation {
                AlterTableOperation::RenameTable {
                    table_name: RenameTableNameKind::As(name) | RenameTableNameKind::To(name),
                } => {
                    // A name alone stays in the schema of the table.
                    let mut parts = self.names.parts(name);
                    let known = self.names.table_parts(table);
                    if let ([_], [schema @ .., _]) = (parts.as_slice(), &*known) {
                        parts.splice(..0, schema.iter().copied());
                    }
                    let to = self.names.table(&parts);
                    self.session.rename(&mut self.names, table, to);
                }
                AlterTableOperation::AddColumn { column_def, .. } => {
                    let name = self.names.name(&column_def.name);
                    self.session.alter(&mut self.names, table, name, true);
                }
                AlterTableOperation::DropColumn { column_names, .. } => {
                    for name in column_names {
                        let name = self.names.name(name);
                        self.session.alter(&mut self.names, table, name, false);
                    }
                }
                AlterTableOperation::RenameColumn { old_column_name, new_column_name } => {
                    let (old, new) = (self.names.name(old_column_name), self.names.name(new_column_name));
                    self.session.alter(&mut self.names, table, old, false);
                    self.session.alter(&mut self.names, table, new, true);
                }
                _ => {}
            }
        }
    }

    /// `SET search_path TO sales, public`: the schema of tables that are named without one.
    pub(super) fn set(&mut self, variable: &ObjectName, values: &[Expr]) {
        if !variable.to_string().eq_ignore_ascii_case("search_path") {
            return;
        }
        let schema = values.iter().find_map(|value| match value {
            Expr::Identifier(ident) => Some(ident.value.clone()),
            Expr::Value(value) => value.value.clone().into_string(),
            _ => None,
        });
        self.defaults.1 = schema.filter(|schema| !schema.starts_with('$')).or_else(|| self.defaults.1.take());
    }

    pub(super) fn use_schema(&mut self, target: &Use) {
        let (name, is_catalog) = match target {
            Use::Catalog(name) => (name, true),
            Use::Database(name) => (name, self.dialect == crate::Dialect::Snowflake),
            Use::Schema(name) | Use::Object(name) => (name, false),
            _ => return,
        };
        let parts: Vec<String> =
            self.names.parts(name).iter().map(|part| self.names.text(part.exact).to_owned()).collect();
        match (parts.as_slice(), is_catalog) {
            ([catalog], true) => self.defaults.0 = Some(catalog.clone()),
            ([schema], false) => self.defaults.1 = Some(schema.clone()),
            ([catalog, schema], _) => self.defaults = (Some(catalog.clone()), Some(schema.clone())),
            _ => {}
        }
    }
}
