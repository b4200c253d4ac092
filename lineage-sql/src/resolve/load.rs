//! Files that are loaded into tables, and tables that are unloaded into files.

use std::rc::Rc;

use sqlparser::ast::helpers::stmt_data_loading::StageLoadSelectItemKind;
use sqlparser::ast::{
    CopyIntoSnowflakeKind, CopySource, Expr, FunctionArg, FunctionArgExpr, Ident, ObjectName, Statement, Value,
};

use crate::{Dialect, Direct, StatementKind};

use super::Resolver;
use super::deps::{Dep, How};
use super::names::{Name, TableId};
use super::relation::{Column, Item, Relation};
use super::scope::{Named, Scope};
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

    /// Whether a name is that of a place with files, as Snowflake has them: `@stage/p`.
    pub(super) fn is_stage(&self, name: &ObjectName) -> bool {
        let first = name.0.first().and_then(|part| part.as_ident());
        self.dialect == Dialect::Snowflake && first.is_some_and(|first| first.value.starts_with('@'))
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

    /// `COPY INTO`: files into a table, perhaps through expressions, or a table or query into files.
    pub(super) fn copy_into(&mut self, statement: &Statement, out: &mut Out<'_>) {
        let Statement::CopyIntoSnowflake {
            kind,
            into,
            into_columns,
            from_obj,
            from_obj_alias,
            from_transformations,
            from_query,
            ..
        } = statement
        else {
            return;
        };
        let stage = |name: &ObjectName| name.to_string().trim_matches('\'').to_owned();
        match kind {
            CopyIntoSnowflakeKind::Table => {
                let files = from_obj.as_ref().map_or_else(String::new, stage);
                let files = self.path(&files);
                let target = self.target(into);
                let columns = into_columns.as_deref().unwrap_or_default();
                match from_transformations {
                    Some(given) => self.load_through(given, files, from_obj_alias.as_ref(), target, columns, out),
                    None => self.load(files, target, columns, out),
                }
            }
            CopyIntoSnowflakeKind::Location => {
                let target = self.path(&stage(into));
                let relation = match (from_query, from_obj) {
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

    /// Notes that expressions over the columns of files are loaded into a table.
    fn load_through(
        &mut self,
        given: &[StageLoadSelectItemKind],
        files: TableId,
        alias: Option<&Ident>,
        target: TableId,
        columns: &[Ident],
        out: &mut Out<'_>,
    ) {
        self.reads(files);
        let alias = alias.map(|alias| self.names.name(alias));
        let path = self.names.table_parts(files);
        let mut scope = Scope::default();
        let relation = Rc::new(Relation::open(files));
        scope.relations.push(Named { alias, path, table: Some(files), relation });
        let mut items = Vec::with_capacity(given.len());
        for item in given {
            match item {
                StageLoadSelectItemKind::SelectItem(item) => {
                    items.extend(self.projection(std::slice::from_ref(item), &mut scope));
                }
                StageLoadSelectItemKind::StageLoadSelectItem(item) => {
                    let place = self.names.quoted(&format!("${}", item.file_col_num));
                    let step = if item.element.is_some() { Direct::Transformation } else { Direct::Identity };
                    let source = self.names.column(files, place);
                    let dep = Dep { source, how: How::IDENTITY.direct(step), position: crate::Position::default() };
                    let name = item.item_as.as_ref().map_or(place, |name| self.names.name(name));
                    items.push(Item::Column(Column { name, deps: [dep].into() }));
                }
            }
        }
        self.write_into(StatementKind::Copy, target, columns, items, out);
    }
}

/// The paths that a function reads: its first argument, if that is a text with a slash, or an array of such.
pub(super) fn path_arguments(args: &[FunctionArg]) -> Vec<&str> {
    let Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(first))) = args.first() else { return Vec::new() };
    let paths: Option<Vec<&str>> = match first {
        Expr::Array(array) => array.elem.iter().map(path).collect(),
        one => path(one).map(|path| vec![path]),
    };
    paths.unwrap_or_default()
}

/// The path that an expression is.
fn path(expr: &Expr) -> Option<&str> {
    let Expr::Value(value) = expr else { return None };
    match &value.value {
        Value::SingleQuotedString(text) | Value::DoubleQuotedString(text) => {
            Some(text.as_str()).filter(|text| text.contains('/'))
        }
        _ => None,
    }
}
