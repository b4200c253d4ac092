use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use sqlparser::ast::{Cte, Ident, Query, SetExpr, SetOperator, SetQuantifier, Statement, Values, With};

use crate::{DiagnosticCode, Dialect, Indirect, SqlDiagnostic};

use super::Resolver;
use super::budget::COPY;
use super::deps::{Dep, Deps, How};
use super::names::{Name, Symbol, TableId};
use super::pseudo::is_default;
use super::relation::{Column, Item, Relation, Star};
use super::scope::Scope;

/// How often the recursive terms of one statement are walked again: enough for columns that move by one place a round.
const ROUNDS: usize = 200;

impl Resolver<'_> {
    /// What a query gives.
    pub(super) fn query(&mut self, query: &Query, outer: Option<&Scope<'_>>) -> Rc<Relation> {
        Rc::new(self.made_by(query, outer))
    }

    fn made_by(&mut self, query: &Query, outer: Option<&Scope<'_>>) -> Relation {
        if !self.spend(1) {
            return Relation::default();
        }
        let depth = self.ctes.len();
        // A column of the query goes before a parameter of a lambda around it.
        let lambdas = std::mem::take(&mut self.lambdas);
        if let Some(with) = &query.with {
            self.with(with, outer);
        }
        let mut relation = self.body(&query.body, outer, query.order_by.as_ref());
        if !query.pipe_operators.is_empty() {
            let behind = self.piped_tables(&query.body, outer);
            relation = self.pipes(&query.pipe_operators, relation, behind, outer);
        }
        self.ctes.truncate(depth);
        self.lambdas = lambdas;
        relation
    }

    /// Brings common table expressions into scope.
    pub(super) fn with(&mut self, with: &With, outer: Option<&Scope<'_>>) {
        // These know recursion without the word for it.
        let recursive = with.recursive || matches!(self.dialect, Dialect::Tsql | Dialect::Oracle | Dialect::Db2);
        for cte in &with.cte_tables {
            let key = self.names.name(&cte.alias.name).key;
            let relation = match bare(&cte.query.body) {
                SetExpr::SetOperation { .. } if recursive => self.recursive(cte, key, outer),
                _ => {
                    let relation = self.query(&cte.query, outer);
                    self.renamed(relation, cte.alias.columns.iter().map(|column| &column.name))
                }
            };
            self.ctes.push((key, relation));
        }
    }

    /// A common table expression that may name itself: what the first branch gives, then what the others make of it,
    /// until nothing new comes.
    fn recursive(&mut self, cte: &Cte, key: Symbol, outer: Option<&Scope<'_>>) -> Rc<Relation> {
        let depth = self.ctes.len();
        if let Some(with) = &cte.query.with {
            self.with(with, outer);
        }
        let columns = || cte.alias.columns.iter().map(|column| &column.name);
        let mut first = bare(&cte.query.body);
        let mut branches = Vec::new();
        while let SetExpr::SetOperation { left, right, .. } = first {
            branches.push(&**right);
            first = left;
        }
        let anchor = Rc::new(self.body(first, outer, None));
        let mut relation = self.renamed(Rc::clone(&anchor), columns());
        loop {
            self.ctes.push((key, Rc::clone(&relation)));
            let diagnostics = self.diagnostics.len();
            let mut parts = vec![Rc::clone(&anchor)];
            for branch in branches.iter().rev() {
                parts.push(Rc::new(self.body(branch, outer, None)));
            }
            self.ctes.pop();
            let together = Rc::new(self.union(&parts, false));
            let next = self.renamed(together, columns());
            self.rounds += 1;
            if self.rounds >= ROUNDS || self.is_spent() || next.same_deps(&relation) {
                self.ctes.truncate(depth);
                return next;
            }
            // The next round says it again.
            self.diagnostics.truncate(diagnostics);
            relation = next;
        }
    }

    /// What the body of a query gives.
    pub(super) fn body(
        &mut self,
        body: &SetExpr,
        outer: Option<&Scope<'_>>,
        order: Option<&sqlparser::ast::OrderBy>,
    ) -> Relation {
        match body {
            SetExpr::Select(select) => self.select(select, outer, order),
            SetExpr::SetOperation { .. } => {
                // A long union leans to the left.
                let (mut first, mut branches, mut by_name, mut distinct) = (body, Vec::new(), false, false);
                while let SetExpr::SetOperation { left, right, set_quantifier, op } = first {
                    let all = matches!(set_quantifier, SetQuantifier::All | SetQuantifier::AllByName);
                    distinct |= *op == SetOperator::Union && !all;
                    by_name |= matches!(
                        set_quantifier,
                        SetQuantifier::ByName | SetQuantifier::AllByName | SetQuantifier::DistinctByName
                    );
                    branches.push(&**right);
                    first = left;
                }
                branches.push(first);
                let parts: Vec<_> =
                    branches.into_iter().rev().map(|branch| Rc::new(self.body(branch, outer, None))).collect();
                let mut relation = self.union(&parts, by_name);
                if distinct {
                    // Rows that are equal are one.
                    let mut dataset = Deps::default();
                    dataset.extend(&relation.dataset, How::IDENTITY);
                    for item in &relation.items {
                        self.item(item, How::IDENTITY.indirect(Indirect::GroupBy), &mut dataset);
                    }
                    relation.dataset = dataset.finish();
                }
                self.ordered(relation, outer, order)
            }
            SetExpr::Query(query) => {
                let relation = self.made_by(query, outer);
                self.ordered(relation, outer, order)
            }
            SetExpr::Values(values) => self.values(values, outer),
            SetExpr::Table(table) => {
                let mut parts = Vec::new();
                for part in table.schema_name.iter().chain(&table.table_name) {
                    parts.push(self.names.unquoted(part));
                }
                let (_, relation) = self.table(parts);
                Relation::new(relation.items.clone(), Rc::clone(&relation.dataset))
            }
            // A statement that writes is an entry of its own; the query goes on with what it gives back.
            SetExpr::Insert(statement)
            | SetExpr::Update(statement)
            | SetExpr::Delete(statement)
            | SetExpr::Merge(statement) => {
                if self.rounds == 0 {
                    self.pending.push_back((Statement::clone(statement), self.ctes.clone()));
                }
                self.returned(statement)
            }
        }
    }

    /// The columns of branches put together, by place or by name.
    pub(super) fn union(&mut self, parts: &[Rc<Relation>], by_name: bool) -> Relation {
        let Some((first, others)) = parts.split_first() else { return Relation::default() };
        let mut dataset = Deps::default();
        for part in parts {
            self.spend(part.dataset.len());
            dataset.extend(&part.dataset, How::IDENTITY);
        }
        if !self.spend((COPY + parts.len()) * first.items.len()) {
            return Relation::default();
        }
        let unlike = |other: &&Rc<Relation>| other.is_closed() && other.items.len() != first.items.len();
        if let Some(other) = others.iter().find(unlike).filter(|_| !by_name && first.is_closed()) {
            let message = format!(
                "the branches of a union have {} columns, and {}: they go by place",
                first.items.len(),
                other.items.len()
            );
            self.diagnostics.push(SqlDiagnostic::new(DiagnosticCode::ColumnCount, message));
        }
        let mut items = Vec::with_capacity(first.items.len());
        for (place, item) in first.items.iter().enumerate() {
            items.push(match item {
                Item::Column(column) => {
                    let mut deps = Deps::default();
                    deps.extend(&column.deps, How::IDENTITY);
                    for other in others {
                        let same = if by_name { None } else { other.items.get(place) };
                        match same {
                            Some(same @ Item::Column(_)) => self.item(same, How::IDENTITY, &mut deps),
                            // By name, or beside columns that are not known: those of the same name.
                            _ => {
                                if let Some(column) = self.known_or_open(other, column.name) {
                                    self.item(&Item::Column(column), How::IDENTITY, &mut deps);
                                }
                            }
                        }
                    }
                    let deps = deps.finish();
                    let deps = if self.spend(deps.len() + 1) { deps } else { [].into() };
                    Item::Column(Column { name: column.name, deps })
                }
                Item::Star(star) => {
                    let mut tables: Vec<TableId> = star.tables.to_vec();
                    for other in others {
                        if let Some(Item::Star(other)) = other.items.get(place) {
                            tables.extend(other.tables.iter().filter(|table| !star.tables.contains(table)));
                        }
                    }
                    Item::Star(Star { tables: tables.into(), ..star.clone() })
                }
            });
        }
        // By name, others may have more columns; beside a star, which of its columns theirs are is not known.
        let star = first.items.iter().position(|item| matches!(item, Item::Star(_)));
        let mut more: Vec<(Name, Deps)> = Vec::new();
        let mut places: HashMap<Symbol, usize> = HashMap::new();
        let known: HashSet<Symbol> = first.columns().map(|column| column.name.key).collect();
        for other in others {
            let from = if by_name { Some(0) } else { star.filter(|_| other.is_closed()) };
            for item in from.and_then(|from| other.items.get(from..)).unwrap_or_default() {
                let Item::Column(column) = item else { continue };
                if by_name && known.contains(&column.name.key) || !self.spend(1 + column.deps.len()) {
                    continue;
                }
                let place = *places.entry(column.name.key).or_insert(more.len());
                if place == more.len() {
                    more.push((column.name, Deps::default()));
                }
                if let Some((_, deps)) = more.get_mut(place) {
                    deps.extend(&column.deps, How::IDENTITY);
                }
            }
        }
        let more = more.into_iter().map(|(name, deps)| Item::Column(Column { name, deps: deps.finish() }));
        items.extend(more);
        Relation::new(items, dataset.finish())
    }

    /// A relation under other names of its columns.
    pub(super) fn renamed<'i>(
        &mut self,
        relation: Rc<Relation>,
        columns: impl Iterator<Item = &'i Ident>,
    ) -> Rc<Relation> {
        let names: Vec<_> = columns.map(|column| self.names.name(column)).collect();
        if names.is_empty() || !self.spend(COPY * relation.items.len()) {
            return relation;
        }
        let mut items = Vec::with_capacity(relation.items.len());
        let behind = relation.items.iter().rev().take_while(|item| matches!(item, Item::Column(_))).count();
        let behind = if relation.is_closed() { 0 } else { behind.min(names.len()) };
        let (front, back) = names.split_at(names.len() - behind);
        let (mut front, mut back) = (front.iter(), back.iter());
        let mut starred = false;
        for item in &relation.items {
            match item {
                Item::Column(column) => {
                    let name = if starred { back.next() } else { front.next() };
                    let name = name.copied().unwrap_or(column.name);
                    items.push(Item::Column(Column { name, deps: Rc::clone(&column.deps) }));
                }
                Item::Star(star) => {
                    // Which of them is which is not known: each may be any of the table's.
                    starred = true;
                    if let Some(name) = front.as_slice().first() {
                        let tables = self.tables_of([star]);
                        let message = format!(
                            "which column of {} is called {} is not known",
                            tables.join(", "),
                            self.names.text(name.exact)
                        );
                        self.diagnostics.push(SqlDiagnostic::new(DiagnosticCode::UnexpandedStar, message));
                    }
                    for name in front.by_ref() {
                        let mut deps = Deps::default();
                        self.item(&Item::Star(star.clone()), How::IDENTITY, &mut deps);
                        items.push(Item::Column(Column { name: *name, deps: deps.finish() }));
                    }
                }
            }
        }
        Rc::new(Relation::new(items, Rc::clone(&relation.dataset)).with_elements(relation.elements.clone()))
    }

    /// Adds what a column, or columns that are not known, come from.
    pub(super) fn item(&mut self, item: &Item, how: How, deps: &mut Deps) {
        match item {
            Item::Column(column) if self.spend(1 + column.deps.len()) => deps.extend(&column.deps, how),
            Item::Star(star) if self.spend(1 + star.tables.len()) => {
                for table in star.tables.iter() {
                    let source = self.names.star(*table);
                    deps.push(Dep { source, how, position: crate::Position::default() });
                }
            }
            _ => {}
        }
    }

    /// What rows that stand in the text give.
    fn values(&mut self, values: &Values, outer: Option<&Scope<'_>>) -> Relation {
        let saved = std::mem::take(&mut self.dataset);
        let scope = Scope::inside(outer);
        let mut columns: Vec<Deps> = Vec::new();
        for row in &values.rows {
            for (place, value) in row.content.iter().enumerate() {
                if columns.len() <= place {
                    columns.push(Deps::default());
                }
                if let Some(deps) = columns.get_mut(place).filter(|_| !is_default(value)) {
                    self.expr(value, &scope, How::IDENTITY, deps);
                }
            }
        }
        let columns: Vec<_> = columns.into_iter().map(Deps::finish).collect();
        let items = columns.into_iter().enumerate().map(|(place, deps)| {
            let name = self.value_name(place);
            Item::Column(Column { name, deps })
        });
        let items = items.collect();
        let dataset = std::mem::replace(&mut self.dataset, saved).finish();
        Relation::new(items, dataset)
    }

    /// What the dialect calls a column of VALUES.
    fn value_name(&mut self, place: usize) -> super::names::Name {
        let name = match self.dialect {
            Dialect::Athena | Dialect::Trino => format!("_col{place}"),
            Dialect::Spark | Dialect::Databricks | Dialect::Hive => format!("col{}", place + 1),
            Dialect::Duckdb => format!("col{place}"),
            Dialect::Mysql => format!("column_{place}"),
            _ => format!("column{}", place + 1),
        };
        self.names.quoted(&name)
    }
}

/// The body of a query, out of the parentheses that may be around it.
fn bare(mut body: &SetExpr) -> &SetExpr {
    while let SetExpr::Query(query) = body
        && query.with.is_none()
    {
        body = &query.body;
    }
    body
}
