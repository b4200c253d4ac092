//! From syntax trees to column lineage: what each column of each relation comes from, from the innermost query outwards.

mod budget;
mod call;
mod children;
mod column;
mod columns;
mod conflict;
mod create;
mod deps;
mod expr;
mod fields;
mod from;
mod functions;
mod given_back;
mod insert;
mod load;
mod lookup;
mod merge;
mod names;
mod output;
mod pipe;
mod pivot;
mod pseudo;
mod query;
mod relation;
mod rows;
mod scope;
mod select;
mod session;
mod setting;
mod star;
mod statement;
mod through;
mod unnamed;
mod update;
mod using;

use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use sqlparser::ast::Statement;

use crate::{Dialect, ScriptLineage, SqlDiagnostic, SqlOptions, StatementLineage, parse};

use budget::Budget;
use deps::{Dep, Deps};
use names::{Names, Symbol, TableId};
use relation::{Item, Relation};
use session::Session;

/// The lineage of a script whose text has so many bytes.
pub(crate) fn script(script: &mut parse::Script, length: usize, options: &SqlOptions) -> ScriptLineage {
    let mut resolver = Resolver::new(script.dialect, length, options);
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
    resolver.session.mark_collapsed(&mut statements);
    ScriptLineage { dialect: script.dialect, statements, diagnostics: std::mem::take(&mut script.diagnostics) }
}

/// Common table expressions by their names, the innermost last.
type Ctes = Vec<(Symbol, Rc<Relation>)>;

/// What is known while a script is walked.
struct Resolver<'o> {
    dialect: Dialect,
    options: &'o SqlOptions,
    /// The catalogue and the schema of tables that are named without.
    defaults: (Option<String>, Option<String>),
    names: Names,
    session: Session<'o>,
    /// Common table expressions in scope, the innermost last.
    ctes: Ctes,
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
    pending: VecDeque<(Statement, Ctes)>,
    /// The column that `COLUMNS(…)` is at the moment.
    each: Option<Item>,
    /// Variables that the script declares.
    variables: HashSet<Symbol>,
    /// How often recursive terms of the statement at hand were walked.
    rounds: usize,
    /// What the script may still cost.
    budget: Budget,
    diagnostics: Vec<SqlDiagnostic>,
}

impl<'o> Resolver<'o> {
    fn new(dialect: Dialect, length: usize, options: &'o SqlOptions) -> Self {
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
            pending: VecDeque::new(),
            each: None,
            variables: HashSet::new(),
            rounds: 0,
            budget: Budget::new(length),
            diagnostics: Vec::new(),
        }
    }

    /// Notes that the statement at hand reads a table.
    fn reads(&mut self, table: TableId) {
        if self.read.insert(table) {
            self.reads.push(table);
        }
    }
}
