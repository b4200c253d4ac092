use std::rc::Rc;

use sqlparser::ast::Ident;

use crate::{DiagnosticCode, Dialect, Direct, SqlDiagnostic};

use super::Resolver;
use super::budget::TEXTS;
use super::deps::{Dep, Deps, How};
use super::names::{Name, Source, position};
use super::relation::{Column, Found, Item, Star};
use super::scope::{CANDIDATES, Lookup, Named, Scope};

impl Resolver<'_> {
    /// Adds what a column comes from, by its name with or without qualifiers and fields.
    pub(super) fn column(&mut self, idents: &[Ident], scope: &Scope<'_>, how: How, deps: &mut Deps) {
        let Some(last) = idents.last() else { return };
        if self.is_no_column(idents, scope) {
            return;
        }
        let width: usize = scope.chain().map(Scope::width).sum();
        // Without a qualifier, the columns of each relation are looked through.
        let looks = if idents.len() == 1 { 4 } else { idents.len() };
        if !self.spend(looks * (width + self.lambdas.len())) {
            return;
        }
        let parts: Vec<Name> = idents.iter().map(|ident| self.names.name(ident)).collect();
        if let ([name], false) = (parts.as_slice(), self.variables.is_empty())
            && self.variables.contains(&name.key)
            && !self.is_known(*name, scope)
        {
            return;
        }
        let at = |place: usize| position(idents.get(place).unwrap_or(last));
        let Some(name) = parts.first().copied() else { return };
        if self.lambdas.contains(&name.key) {
            return;
        }
        if parts.len() > 1 && self.qualified(&parts, scope, how, deps, &at) {
            return;
        }
        let field = if parts.len() > 1 { how.direct(Direct::Transformation) } else { how };
        // A qualifier that is known nowhere may be a column with fields.
        let may_be_column = parts.len() == 1 || (self.has_fields() && !self.names_a_table(name));
        let mut is_first = true;
        for scope in scope.chain() {
            if !self.spend(1 + scope.relations.len() + scope.merged.len() + scope.aliases.len()) {
                return;
            }
            if parts.len() > 1
                && let Some(column) = scope.relations.iter().find_map(|named| self.by_path(named, Some(&parts)))
            {
                self.add(&column, how, at(0), deps);
                return;
            }
            // BigQuery, PostgreSQL and DuckDB take the name of a relation for its row.
            let rows = matches!(self.dialect, Dialect::Bigquery | Dialect::Postgres | Dialect::Duckdb);
            if rows
                && parts.len() == 1
                && let Some(named) = scope.has_relation(name.key).cloned()
                && !matches!(scope.column(name, true, |named, star| self.label(named, star)), Lookup::Column(_))
            {
                self.row(&named, how, at(0), deps);
                return;
            }
            let label = |named: &Named, star: Option<&Star>| self.label(named, star);
            match scope.column(name, false, label) {
                Lookup::Column(column) => {
                    self.add(&column, field, at(0), deps);
                    return;
                }
                Lookup::Open(star) if may_be_column && (parts.len() == 1 || is_first) => {
                    self.open(&star, name, field, at(0), deps);
                    return;
                }
                Lookup::Ambiguous(candidates) if parts.len() == 1 => {
                    self.undecided(name, candidates, how, at(0), deps);
                    return;
                }
                Lookup::Nothing if parts.len() == 1 || (is_first && may_be_column) => {
                    if parts.len() == 1
                        && let Some(named) = scope.has_relation(name.key).cloned()
                    {
                        self.row(&named, how, at(0), deps);
                        return;
                    }
                    // A field of an element.
                    if let Some(elements) = scope.relations.iter().find_map(|named| named.relation.elements.clone()) {
                        deps.extend(&elements, how.direct(Direct::Transformation));
                        return;
                    }
                }
                _ => {}
            }
            is_first &= scope.relations.is_empty();
        }
        self.unknown(&parts, scope, how, at(parts.len().saturating_sub(1)), deps);
    }

    /// Adds a column that has a qualifier; false if no relation has that name.
    fn qualified(
        &mut self,
        parts: &[Name],
        scope: &Scope<'_>,
        how: How,
        deps: &mut Deps,
        at: &impl Fn(usize) -> crate::Position,
    ) -> bool {
        let width: usize = scope.chain().map(|scope| 1 + scope.relations.len()).sum();
        if !self.spend(2 * width * parts.len()) {
            return true;
        }
        for length in (1..parts.len()).rev() {
            let (Some(qualifier), Some(name)) = (parts.get(..length), parts.get(length).copied()) else { continue };
            let Some(named) = self.one_of_alike(qualifier, name, scope) else { continue };
            let named = match named {
                Ok(named) => named,
                Err(candidates) => {
                    self.undecided(name, candidates, how, at(length), deps);
                    return true;
                }
            };
            let fields = parts.get(length + 1..).unwrap_or_default();
            let how = if fields.is_empty() { how } else { how.direct(Direct::Transformation) };
            if let Some(column) = self.by_place(&named, name).or_else(|| self.by_path(&named, parts.get(length..))) {
                self.add(&column, how, at(length), deps);
                return true;
            }
            match named.relation.find(name) {
                Found::Column(column) => self.add(column, how, at(length), deps),
                Found::Open(star) => self.open(star, name, how, at(length), deps),
                Found::Any(stars) => {
                    let candidates = self.tables_of(stars);
                    self.undecided(name, candidates, how, at(length), deps);
                }
                Found::Nothing => match &named.relation.elements {
                    Some(elements) => deps.extend(elements, how.direct(Direct::Transformation)),
                    None => self.beyond(&named, name, how, at(length), deps),
                },
            }
            return true;
        }
        false
    }

    /// Whether a name is that of a column for sure, here or further out.
    pub(super) fn is_known(&self, name: Name, scope: &Scope<'_>) -> bool {
        scope
            .chain()
            .any(|scope| matches!(scope.column(name, true, |named, star| self.label(named, star)), Lookup::Column(_)))
    }

    /// A field that the catalogue has as a column of its own, by the path to it.
    fn by_path(&mut self, named: &Named, path: Option<&[Name]>) -> Option<Column> {
        let path = path.filter(|path| path.len() > 1)?;
        let text: Vec<&str> = path.iter().map(|part| self.names.text(part.exact)).collect();
        let name = self.names.quoted(&text.join("."));
        match named.relation.find(name) {
            Found::Column(column) => Some(column.clone()),
            _ => None,
        }
    }

    /// Adds what a known column comes from.
    pub(super) fn add(&mut self, column: &Column, how: How, at: crate::Position, deps: &mut Deps) {
        if !self.spend(column.deps.len()) {
            return;
        }
        for dep in column.deps.iter() {
            // A table's own column has no place yet: it is named here.
            let position = if dep.position == crate::Position::default() { at } else { dep.position };
            deps.push(Dep { how: dep.how.then(how), position, ..*dep });
        }
    }

    /// Adds a column of tables whose columns are not known.
    pub(super) fn open(&mut self, star: &Star, name: Name, how: How, at: crate::Position, deps: &mut Deps) {
        if !self.spend(star.tables.len()) {
            return;
        }
        for table in star.tables.iter() {
            let source = self.names.column(*table, name);
            deps.push(Dep { source, how, position: at });
        }
    }

    /// Adds a column that a relation is said to have, but is not known to have.
    pub(super) fn beyond(&mut self, named: &Named, name: Name, how: How, at: crate::Position, deps: &mut Deps) {
        let Some(table) = named.table else {
            return self.undecided(name, Vec::new(), how, at, deps);
        };
        let message = format!(
            "column {} is not among the columns that are known of {}",
            self.names.text(name.exact),
            self.names.table_name(table)
        );
        self.spend(TEXTS + message.len() / 8);
        self.diagnostics.push(SqlDiagnostic::new(DiagnosticCode::UnresolvedColumn, message).at(at));
        let source = self.names.column(table, name);
        deps.push(Dep { source, how, position: at });
    }

    /// Adds a column of which it is not decided where it comes from.
    pub(super) fn undecided(
        &mut self,
        name: Name,
        candidates: Vec<String>,
        how: How,
        at: crate::Position,
        deps: &mut Deps,
    ) {
        self.spend(TEXTS + candidates.iter().map(String::len).sum::<usize>() / 8);
        let text = self.names.text(name.exact);
        let message = match candidates.as_slice() {
            [] => format!("no dataset of the statement is known to have a column {text}"),
            _ => format!("column {text} may belong to several datasets: qualify it, or give their columns"),
        };
        let mut diagnostic = SqlDiagnostic::new(DiagnosticCode::UnresolvedColumn, message).at(at);
        diagnostic.candidates = candidates;
        self.diagnostics.push(diagnostic);
        let source = self.names.source(Source::Undecided(name.key), name.exact);
        deps.push(Dep { source, how, position: at });
    }

    /// Adds a column that was found nowhere.
    fn unknown(&mut self, parts: &[Name], scope: &Scope<'_>, how: How, at: crate::Position, deps: &mut Deps) {
        let Some(name) = parts.last().copied() else { return };
        self.spend(TEXTS);
        if let [qualifier @ .., _] = parts
            && !qualifier.is_empty()
        {
            let text: Vec<&str> = qualifier.iter().map(|part| self.names.text(part.exact)).collect();
            let message = format!("{} is no dataset of the statement", text.join("."));
            self.diagnostics.push(SqlDiagnostic::new(DiagnosticCode::UnknownQualifier, message).at(at));
            let source = self.names.source(Source::Undecided(name.key), name.exact);
            deps.push(Dep { source, how, position: at });
            return;
        }
        // The one table there is may have columns that the catalogue does not know.
        let tables = scope.chain().flat_map(|scope| &scope.relations).filter(|named| named.table.is_some());
        let tables: Vec<Named> = tables.take(CANDIDATES).cloned().collect();
        match tables.as_slice() {
            [named] if scope.relations.len() == 1 => self.beyond(named, name, how, at, deps),
            _ => {
                let candidates = tables.iter().take(CANDIDATES).map(|named| self.label(named, None)).collect();
                self.undecided(name, candidates, how, at, deps);
            }
        }
    }

    /// Adds all columns of a relation: its row as one value.
    pub(super) fn row(&mut self, named: &Named, how: How, at: crate::Position, deps: &mut Deps) {
        let how = how.direct(Direct::Transformation);
        let relation = Rc::clone(&named.relation);
        if !self.spend(relation.items.len()) {
            return;
        }
        for item in &relation.items {
            match item {
                Item::Column(column) => self.add(column, how, at, deps),
                Item::Star(star) => {
                    for table in star.tables.iter() {
                        let source = self.names.star(*table);
                        deps.push(Dep { source, how, position: at });
                    }
                }
            }
        }
    }

    /// Whether a name is that of a table that the statement reads, though it is not in scope here.
    fn names_a_table(&self, name: Name) -> bool {
        self.reads.iter().any(|table| self.names.table_parts(*table).last().is_some_and(|part| part.key == name.key))
    }

    /// Whether a dot may lead into a column.
    fn has_fields(&self) -> bool {
        !matches!(self.dialect, Dialect::Mysql | Dialect::Tsql | Dialect::Sqlite | Dialect::Db2 | Dialect::Teradata)
    }

    /// What a relation is called in a message, or the tables whose columns its star stands for.
    pub(super) fn label(&self, named: &Named, star: Option<&Star>) -> String {
        match (named.table, star, &named.alias) {
            (Some(table), _, _) => self.names.table_name(table),
            (None, Some(star), _) => self.tables_of([star]).join(", "),
            (None, None, Some(alias)) => self.names.text(alias.exact).to_owned(),
            (None, None, None) => "a subquery".to_owned(),
        }
    }

    /// The tables that stars stand for, as many as a diagnostic names.
    pub(super) fn tables_of<'s>(&self, stars: impl IntoIterator<Item = &'s Star>) -> Vec<String> {
        let tables = stars.into_iter().flat_map(|star| star.tables.iter()).take(CANDIDATES);
        tables.map(|table| self.names.table_name(*table)).collect()
    }
}
