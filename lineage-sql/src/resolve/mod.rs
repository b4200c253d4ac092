//! From syntax trees to column lineage: what each column of each relation comes from, from the innermost query outwards.

mod children;
mod column;
mod create;
mod deps;
mod expr;
mod fields;
mod from;
mod functions;
mod insert;
mod merge;
mod names;
mod output;
mod pipe;
mod pivot;
mod query;
mod relation;
mod scope;
mod select;
mod session;
mod star;
mod statement;
mod update;

use std::collections::HashSet;
use std::rc::Rc;

use sqlparser::ast::Statement;

use crate::{Dialect, ScriptLineage, SqlDiagnostic, SqlOptions, StatementLineage, parse};

use crate::stack::Stack;
use deps::{Dep, Deps};
use names::{Names, Symbol, TableId};
use relation::Relation;
use session::Session;

/// The most that is kept of one statement's lineage: what its columns come from, counted for each column.
const KEPT: usize = 2_000_000;

/// The most comparisons of names of one statement.
const COMPARED: usize = 200_000_000;

/// The most edges of a script.
const EDGES: usize = 200_000;

/// The lineage of a script.
pub(crate) fn script(mut script: parse::Script, options: &SqlOptions, stack: Stack) -> ScriptLineage {
    let mut resolver = Resolver::new(script.dialect, options, stack);
    let mut statements: Vec<StatementLineage> = Vec::new();
    for (index, parsed) in script.by_ref().enumerate() {
        if parsed.trees.is_empty() && parsed.errors.is_empty() {
            resolver.idle(index, parsed.position, &mut statements);
        }
        for tree in &parsed.trees {
            resolver.statement(index, parsed.position, tree, &mut statements);
        }
        if let Some(last) = statements.last_mut().filter(|last| last.index == index) {
            last.diagnostics.extend(parsed.notes);
        }
        for error in parsed.errors {
            statements.push(output::error(index, parsed.position, error));
        }
    }
    resolver.session.mark_collapsed(&resolver.names, &mut statements);
    ScriptLineage { dialect: script.dialect, statements, diagnostics: script.diagnostics }
}

/// What is known while a script is walked.
struct Resolver<'o> {
    dialect: Dialect,
    options: &'o SqlOptions,
    /// The catalogue and the schema of tables that are named without.
    defaults: (Option<String>, Option<String>),
    names: Names,
    session: Session<'o>,
    /// Common table expressions in scope, the innermost last.
    ctes: Vec<(Symbol, Rc<Relation>)>,
    /// Parameters of lambdas in scope.
    lambdas: Vec<Symbol>,
    /// Named windows of the query at hand.
    windows: Vec<(Symbol, Rc<[Dep]>)>,
    /// What all rows of the query at hand depend on, so far.
    dataset: Deps,
    /// The tables that the statement at hand reads, in order.
    reads: Vec<TableId>,
    read: HashSet<TableId>,
    /// Statements that stand inside the statement at hand.
    pending: Vec<Statement>,
    /// How often recursive terms of the statement at hand were walked.
    rounds: usize,
    /// How much of [`KEPT`] and of [`COMPARED`] the statement at hand has used.
    kept: usize,
    compared: usize,
    /// How many of [`EDGES`] are left.
    edges_left: usize,
    /// The stack that a statement inside a string may need.
    stack: Stack,
    diagnostics: Vec<SqlDiagnostic>,
}

impl<'o> Resolver<'o> {
    fn new(dialect: Dialect, options: &'o SqlOptions, stack: Stack) -> Self {
        let mut names = Names::new(dialect);
        let session = Session::new(&mut names, options);
        Self {
            dialect,
            options,
            defaults: (options.default_catalog.clone(), options.default_schema.clone()),
            names,
            session,
            ctes: Vec::new(),
            lambdas: Vec::new(),
            windows: Vec::new(),
            dataset: Deps::default(),
            reads: Vec::new(),
            read: HashSet::new(),
            pending: Vec::new(),
            rounds: 0,
            kept: 0,
            compared: 0,
            edges_left: EDGES,
            stack,
            diagnostics: Vec::new(),
        }
    }

    /// Notes that the statement at hand reads a table.
    fn reads(&mut self, table: TableId) {
        if self.read.insert(table) {
            self.reads.push(table);
        }
    }

    /// Counts what is kept; false when it is too much, and nothing more is to be kept of the statement.
    fn keep(&mut self, count: usize) -> bool {
        self.kept = self.kept.saturating_add(count);
        !self.is_too_much()
    }

    /// Counts comparisons; false when there were too many.
    fn compare(&mut self, count: usize) -> bool {
        self.compared = self.compared.saturating_add(count);
        !self.is_too_much()
    }

    /// Whether the statement at hand has more lineage than is told.
    fn is_too_much(&self) -> bool {
        self.kept > KEPT || self.compared > COMPARED
    }
}
