use std::rc::Rc;

use sqlparser::ast::{
    CopyIntoSnowflakeKind, CopySource, CopyTarget, Expr, FunctionArg, FunctionArgExpr, Ident, ObjectName, ObjectType,
    Query, SetExpr, Statement, Use, Value,
};

use crate::parse::{self, Extra, Tree};
use crate::{Position, StatementKind, StatementLineage};

use super::Resolver;
use super::deps::Deps;
use super::names::{Name, TableId};
use super::output::Written;
use super::relation::{Item, Relation};

/// Where the lineage of statements goes, and which statement it is that is walked.
pub(super) struct Out<'s> {
    pub(super) index: usize,
    pub(super) position: Position,
    pub(super) statements: &'s mut Vec<StatementLineage>,
}

/// What a statement makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    Table,
    /// A table that is gone when the session ends.
    Temporary,
    View,
}

impl Resolver<'_> {
    /// Adds what one tree of a statement says.
    pub(super) fn statement(
        &mut self,
        index: usize,
        position: Position,
        tree: &Tree,
        statements: &mut Vec<StatementLineage>,
    ) {
        let mut out = Out { index, position, statements };
        (self.rounds, self.kept, self.compared) = (0, 0, 0);
        self.walk(&tree.statement, &tree.extra, &mut out);
        // What stood inside: each is a statement of its own.
        while let Some(inner) = self.pending.pop() {
            self.walk(&inner, &Extra::default(), &mut out);
        }
    }

    /// Adds a statement that moves no data between columns, and so has no tree.
    pub(super) fn idle(&mut self, index: usize, position: Position, statements: &mut Vec<StatementLineage>) {
        self.begin();
        self.other(&mut Out { index, position, statements });
    }

    /// Notes what a statement writes.
    pub(super) fn write(&mut self, written: Written, out: &mut Out<'_>) {
        let lineage = self.written(out.index, out.position, written);
        out.statements.push(lineage);
    }

    pub(super) fn begin(&mut self) {
        self.reads.clear();
        self.read.clear();
        self.diagnostics.clear();
        self.dataset = Deps::default();
    }

    pub(super) fn walk(&mut self, statement: &Statement, extra: &Extra, out: &mut Out<'_>) {
        self.begin();
        match statement {
            Statement::Query(query) => self.walk_query(query, extra, out),
            Statement::Insert(insert) => self.insert(insert, extra, out),
            Statement::Directory { path, source, .. } => {
                let relation = self.query(source, None);
                let target = self.path(path);
                self.write_relation(StatementKind::Insert, target, &relation, out);
            }
            Statement::CreateTable(create) => self.create_table(create, extra, out),
            Statement::CreateView(create) => self.create_view(create, extra, out),
            Statement::AlterView { name, columns, query, .. } => {
                let relation = self.query(query, None);
                let target = self.target(name);
                self.make_view(target, relation, columns.iter(), extra, out);
            }
            Statement::Cache { table_name, query: Some(query), .. } => {
                let relation = self.query(query, None);
                let target = self.target(table_name);
                self.make_view(target, relation, std::iter::empty(), extra, out);
            }
            Statement::Merge(merge) => self.merge_into(merge, out),
            Statement::Update(update) => self.update(update, out),
            Statement::Delete(delete) => self.delete(delete, out),
            Statement::Unload { query, query_text, to, .. } => {
                let relation = match (query, query_text) {
                    (Some(query), _) => self.query(query, None),
                    (None, Some(text)) => self.query_of_text(text),
                    (None, None) => Rc::default(),
                };
                let target = self.path(&to.value);
                self.write_relation(StatementKind::Unload, target, &relation, out);
            }
            Statement::Copy { source, to, target: CopyTarget::File { filename }, .. } => {
                self.copy(source, *to, filename, out);
            }
            Statement::LoadData { inpath, table_name, .. } => {
                let source = self.path(inpath);
                let target = self.target(table_name);
                self.load(source, target, &[], out);
            }
            Statement::CopyIntoSnowflake { kind, into, into_columns, from_obj, from_query, .. } => {
                self.copy_into(kind, into, into_columns.as_deref(), from_obj.as_ref(), from_query.as_deref(), out);
            }
            Statement::Drop { object_type: ObjectType::Table | ObjectType::View, names, .. } => {
                for name in names {
                    let table = self.target(name);
                    self.session.drop(table);
                }
                self.other(out);
            }
            Statement::Use(target) => {
                self.use_schema(target);
                self.other(out);
            }
            Statement::CreateProcedure { body, .. } => self.walk_all(body.statements(), out),
            Statement::StartTransaction { statements, .. } => {
                if statements.is_empty() {
                    self.other(out);
                }
                self.walk_all(statements, out);
            }
            Statement::If(block) => {
                let blocks = std::iter::once(&block.if_block).chain(&block.elseif_blocks).chain(&block.else_block);
                for block in blocks {
                    self.walk_all(block.conditional_statements.statements(), out);
                }
            }
            Statement::While(block) => self.walk_all(block.while_block.conditional_statements.statements(), out),
            Statement::Case(block) => {
                for block in block.when_blocks.iter().chain(&block.else_block) {
                    self.walk_all(block.conditional_statements.statements(), out);
                }
            }
            _ => self.other(out),
        }
    }

    fn walk_all(&mut self, statements: &[Statement], out: &mut Out<'_>) {
        for statement in statements {
            self.walk(statement, &Extra::default(), out);
        }
    }

    /// A statement that moves no data between columns.
    fn other(&mut self, out: &mut Out<'_>) {
        let nothing =
            Written { kind: StatementKind::Other, target: None, location: None, items: Vec::new(), dataset: [].into() };
        self.write(nothing, out);
    }

    /// A query alone, one with INTO, or one around a statement that writes.
    fn walk_query(&mut self, query: &Query, extra: &Extra, out: &mut Out<'_>) {
        if let SetExpr::Insert(inner) | SetExpr::Update(inner) | SetExpr::Delete(inner) | SetExpr::Merge(inner) =
            &*query.body
        {
            let depth = self.ctes.len();
            if let Some(with) = &query.with {
                self.with(with, None);
            }
            let reads = std::mem::take(&mut self.reads);
            let diagnostics = std::mem::take(&mut self.diagnostics);
            let before = out.statements.len();
            self.walk(inner, extra, out);
            if let Some(statement) = out.statements.get_mut(before) {
                // What the expressions in front of it read, it reads.
                let tables: Vec<String> = reads.iter().map(|table| self.names.table_name(*table)).collect();
                let others: Vec<String> =
                    statement.sources.drain(..).filter(|source| !tables.contains(source)).collect();
                statement.sources = tables.into_iter().chain(others).collect();
                statement.diagnostics.splice(..0, diagnostics);
            }
            self.ctes.truncate(depth);
            return;
        }
        let relation = self.query(query, None);
        let Some(into) = into(&query.body) else {
            let written = Written {
                kind: StatementKind::Select,
                target: None,
                location: None,
                items: relation.items.clone(),
                dataset: Rc::clone(&relation.dataset),
            };
            return self.write(written, out);
        };
        let idents: Vec<Ident> = match into.targets.first() {
            Some(Expr::Identifier(ident)) => vec![ident.clone()],
            Some(Expr::CompoundIdentifier(idents)) => idents.clone(),
            _ => Vec::new(),
        };
        let temporary = into.temporary || idents.first().is_some_and(|ident| ident.value.starts_with('#'));
        let target = self.target(&ObjectName::from(idents));
        let made = if temporary || extra.temporary { Made::Temporary } else { Made::Table };
        self.register(target, &relation, made);
        self.write_relation(StatementKind::SelectInto, target, &relation, out);
    }

    /// Notes that a statement writes what a relation gives.
    pub(super) fn write_relation(
        &mut self,
        kind: StatementKind,
        target: TableId,
        relation: &Relation,
        out: &mut Out<'_>,
    ) {
        let written = Written {
            kind,
            target: Some(target),
            location: None,
            items: relation.items.clone(),
            dataset: Rc::clone(&relation.dataset),
        };
        self.write(written, out);
    }

    /// Notes a table or view that the script makes, for the statements behind.
    pub(super) fn register(&mut self, target: TableId, relation: &Rc<Relation>, made: Made) {
        if made != Made::Table && self.options.collapse_temporary {
            self.session.create_transparent(target, Rc::clone(relation), made == Made::Temporary);
        } else {
            self.session.create(&mut self.names, target, relation);
        }
    }

    /// The table that a statement writes.
    pub(super) fn target(&mut self, name: &ObjectName) -> TableId {
        let parts = self.names.parts(name);
        let parts = self.qualified_parts(parts);
        self.names.table(&parts)
    }

    /// The parts of a table's name, with the catalogue and schema that go without saying.
    pub(super) fn qualified_parts(&mut self, parts: Vec<Name>) -> Vec<Name> {
        super::session::qualify(&mut self.names, &self.defaults, self.dialect, parts)
    }

    /// Files as a dataset.
    pub(super) fn path(&mut self, path: &str) -> TableId {
        let name = self.names.quoted(path);
        self.names.table(&[name])
    }

    /// What a query gives that stands in a string.
    fn query_of_text(&mut self, text: &str) -> Rc<Relation> {
        let script = parse::parse(text, Some(self.dialect), self.stack);
        let mut relation = Rc::default();
        for parsed in script {
            for error in parsed.errors {
                // Its place is one in the string.
                self.diagnostics.push(crate::SqlDiagnostic { position: None, ..error });
            }
            for tree in &parsed.trees {
                if let Statement::Query(query) = &tree.statement {
                    relation = self.query(query, None);
                }
            }
        }
        for diagnostic in &mut self.diagnostics {
            diagnostic.position = None;
        }
        Rc::new(without_positions(&relation))
    }

    fn copy(&mut self, source: &CopySource, to: bool, path: &str, out: &mut Out<'_>) {
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
    fn load(&mut self, files: TableId, target: TableId, columns: &[Ident], out: &mut Out<'_>) {
        self.reads(files);
        let relation = Rc::new(Relation::open(files));
        let relation = self.renamed(relation, columns.iter());
        let mut items = relation.items.clone();
        if !columns.is_empty() {
            items.retain(|item| matches!(item, Item::Column(_)));
        }
        self.write_relation(StatementKind::Copy, target, &Relation::new(items, [].into()), out);
    }

    fn copy_into(
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

    fn use_schema(&mut self, target: &Use) {
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

/// A relation whose sources have no place in the text.
fn without_positions(relation: &Relation) -> Relation {
    let plain = |deps: &[super::deps::Dep]| -> Rc<[super::deps::Dep]> {
        deps.iter().map(|dep| super::deps::Dep { position: Position::default(), ..*dep }).collect()
    };
    let items = relation
        .items
        .iter()
        .map(|item| match item {
            Item::Column(column) => {
                Item::Column(super::relation::Column { name: column.name, deps: plain(&column.deps) })
            }
            star @ Item::Star(_) => star.clone(),
        })
        .collect();
    Relation::new(items, plain(&relation.dataset))
}

/// The INTO of the first SELECT of a query.
fn into(body: &SetExpr) -> Option<&sqlparser::ast::SelectInto> {
    let mut body = body;
    loop {
        match body {
            SetExpr::Select(select) => return select.into.as_ref(),
            SetExpr::Query(query) => body = &query.body,
            SetExpr::SetOperation { left, .. } => body = left,
            _ => return None,
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
