//! Files that are loaded into tables, and tables that are unloaded into files.

use std::rc::Rc;

use sqlparser::ast::{
    CopyIntoSnowflakeKind, CopySource, Expr, FunctionArg, FunctionArgExpr, Ident, ObjectName, Query, Value,
};

use crate::StatementKind;

use super::Resolver;
use super::names::{Name, TableId};
use super::relation::{Item, Relation};
use super::statement::Out;

impl Resolver<'_> {
    pub(super) fn copy(&mut self, source: &CopySource, to: bool, path: &str, out: &mut Out<'_>) {
        let files = self.path(path);
        match (source, to) {
            (CopySource::Query(query), _) => {
                let relation = self.query(query, None);
                self.write_relation(StatementKind::Unload, files, &relation, out);
            }
            (CopySource::Table { table_name, columns }, true) => {
                let parts = self.names.parts(table_name);
                let (_, relation) = self.table(parts);
                let columns: Vec<Name> = columns.iter().map(|column| self.names.name(column)).collect();
                let mut items = relation.items.clone();
                if !columns.is_empty() {
                    items = columns
                        .iter()
                        .filter_map(|name| self.known_or_open(&relation, *name))
                        .map(Item::Column)
                        .collect();
                }
                let relation = Relation::new(items, [].into());
                self.write_relation(StatementKind::Unload, files, &relation, out);
            }
            (CopySource::Table { table_name, columns }, false) => {
                let target = self.target(table_name);
                self.load(files, target, columns, out);
            }
        }
    }

    /// Notes that files are loaded into a table: all of their columns, which are not known, or some by name.
    pub(super) fn load(&mut self, files: TableId, target: TableId, columns: &[Ident], out: &mut Out<'_>) {
        self.reads(files);
        let relation = Rc::new(Relation::open(files));
        let relation = self.renamed(relation, columns.iter());
        let mut items = relation.items.clone();
        if !columns.is_empty() {
            items.retain(|item| matches!(item, Item::Column(_)));
        }
        self.write_relation(StatementKind::Copy, target, &Relation::new(items, [].into()), out);
    }

    pub(super) fn copy_into(
        &mut self,
        kind: &CopyIntoSnowflakeKind,
        into: &ObjectName,
        columns: Option<&[Ident]>,
        from: Option<&ObjectName>,
        query: Option<&Query>,
        out: &mut Out<'_>,
    ) {
        let stage = |name: &ObjectName| name.to_string().trim_matches('\'').to_owned();
        match kind {
            CopyIntoSnowflakeKind::Table => {
                let files = from.map_or_else(String::new, stage);
                let files = self.path(&files);
                let target = self.target(into);
                self.load(files, target, columns.unwrap_or_default(), out);
            }
            CopyIntoSnowflakeKind::Location => {
                let target = self.path(&stage(into));
                let relation = match (query, from) {
                    (Some(query), _) => self.query(query, None),
                    (None, Some(table)) => {
                        let parts = self.names.parts(table);
                        self.table(parts).1
                    }
                    (None, None) => Rc::default(),
                };
                self.write_relation(StatementKind::Unload, target, &relation, out);
            }
        }
    }
}

/// The path that a function reads: its first argument, if that is a text with a scheme or a slash.
pub(super) fn path_argument(args: &[FunctionArg]) -> Option<&str> {
    match args.first()? {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(value))) => match &value.value {
            Value::SingleQuotedString(text) | Value::DoubleQuotedString(text) if text.contains('/') => Some(text),
            _ => None,
        },
        _ => None,
    }
}
