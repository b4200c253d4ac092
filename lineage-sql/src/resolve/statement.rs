use std::collections::HashSet;
use std::rc::Rc;

use sqlparser::ast::{CopyTarget, Expr, Ident, ObjectName, ObjectType, Query, Set, SetExpr, Statement};

use crate::parse::{Extra, Tree};
use crate::{DiagnosticCode, Position, SqlDiagnostic, StatementKind, StatementLineage};

use super::Resolver;
use super::budget::COPY;
use super::deps::Deps;
use super::names::{Name, TableId};
use super::output::{self, Written};
use super::relation::Relation;

/// Where the lineage of statements goes, and which statement it is that is walked.
pub(super) struct Out<'s> {
    pub(super) index: usize,
    pub(super) position: Position,
    /// Whether the statement stands inside another, which goes on with what it gives back.
    pub(super) is_inner: bool,
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
        let before = statements.len();
        let mut out = Out { index, position, is_inner: false, statements };
        self.rounds = 0;
        self.budget.next_statement();
        self.walk(&tree.statement, &tree.extra, &mut out);
        // What stood inside: each is a statement of its own.
        out.is_inner = true;
        while let Some((inner, ctes)) = self.pending.pop_front() {
            self.ctes = ctes;
            self.walk(&inner, &Extra::default(), &mut out);
        }
        self.ctes.clear();
        if self.is_spent() {
            statements.truncate(before);
            let message = "the statement has more columns, or columns of more sources, than are looked at";
            let error = SqlDiagnostic::new(DiagnosticCode::TooComplex, message).at(position);
            statements.push(output::error(index, position, error));
        }
    }

    /// Adds a statement that moves no data between columns, and so has no tree.
    pub(super) fn idle(&mut self, index: usize, position: Position, statements: &mut Vec<StatementLineage>) {
        self.begin();
        self.other(&mut Out { index, position, is_inner: false, statements });
    }

    /// Notes what a statement writes.
    pub(super) fn write(&mut self, written: Written, out: &mut Out<'_>) {
        use StatementKind::{Copy, Insert, Merge, Update};
        if let Some(target) = written.target.filter(|target| self.session.is_transparent(*target)) {
            if matches!(written.kind, Insert | Update | Merge | Copy) {
                self.add_to_transparent(target, &written.items, &written.dataset);
            }
            self.session.wrote(target, out.statements.len());
        }
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
            // A query in a string has become one of its own.
            Statement::Unload { query, to, .. } => {
                let relation = query.as_ref().map_or_else(Rc::default, |query| self.query(query, None));
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
            Statement::CopyIntoSnowflake { .. } => self.copy_into(statement, out),
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
            Statement::AlterTable(alter) => {
                self.alter_table(alter);
                self.other(out);
            }
            Statement::Set(Set::SingleAssignment { variable, values, .. }) => {
                self.set(variable, values);
                self.other(out);
            }
            Statement::Declare { stmts } => {
                for declare in stmts {
                    self.declare(declare);
                }
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
        let nothing = Written { kind: StatementKind::Other, target: None, items: Vec::new(), dataset: [].into() };
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
                let tables = reads.iter().map(|table| self.names.table_name(*table));
                let mut known = HashSet::new();
                let sources = tables.chain(statement.sources.drain(..));
                statement.sources = sources.filter(|source| known.insert(source.clone())).collect();
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
            items: relation.items.clone(),
            dataset: Rc::clone(&relation.dataset),
        };
        self.write(written, out);
    }

    /// Notes a table or view that the script makes, for the statements behind.
    pub(super) fn register(&mut self, target: TableId, relation: &Rc<Relation>, made: Made) {
        if !self.spend(COPY * relation.items.len()) {
            return;
        }
        if made != Made::Table && self.options.collapse_temporary {
            self.session.create_transparent(target, Rc::clone(relation), made);
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
        let parts = super::session::qualify(&mut self.names, &self.defaults, self.dialect, parts);
        self.session.spelled(&parts).unwrap_or(parts)
    }

    /// Files as a dataset.
    pub(super) fn path(&mut self, path: &str) -> TableId {
        let name = self.names.quoted(path);
        self.names.table(&[name])
    }
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
