//! Rows that are made of values: of arrays, maps, JSON, and by functions.

use std::rc::Rc;

use sqlparser::ast::{Expr, FunctionArg, FunctionArgExpr, JsonTableColumn, LateralView, ObjectName, TableAlias};

use crate::Direct;

use super::Resolver;
use super::deps::{Dep, Deps, How};
use super::from::idents;
use super::names::Name;
use super::relation::{Column, Item, Relation};
use super::scope::{Named, Scope};

impl Resolver<'_> {
    /// What the rows that an expression is turned into come from.
    pub(super) fn generated(&mut self, expr: &Expr, scope: &Scope<'_>) -> Rc<[Dep]> {
        let mut deps = Deps::default();
        self.expr(expr, scope, How::IDENTITY.direct(Direct::Transformation), &mut deps);
        deps.finish()
    }

    pub(super) fn table_function(
        &mut self,
        name: &ObjectName,
        args: &[FunctionArg],
        alias: Option<&TableAlias>,
        with_ordinality: bool,
        scope: &mut Scope<'_>,
    ) {
        if name.to_string().eq_ignore_ascii_case("unnest") {
            let exprs: Vec<&Expr> = args.iter().filter_map(argument).collect();
            return self.unnest(&exprs, alias, with_ordinality, scope);
        }
        let paths = super::load::path_arguments(args);
        if !paths.is_empty() {
            return self.files(&paths, alias, scope);
        }
        let mut deps = Deps::default();
        let how = How::IDENTITY.direct(Direct::Transformation);
        for argument in args {
            self.argument(argument, scope, how, &mut deps);
        }
        let function = name.0.last().map_or_else(String::new, |part| part.to_string().to_lowercase());
        let own: &[&str] = match function.as_str() {
            "flatten" => &["seq", "key", "path", "index", "value", "this"],
            "posexplode" | "posexplode_outer" => &["pos", "col"],
            "json_each" | "jsonb_each" | "json_each_text" | "jsonb_each_text" => &["key", "value"],
            "explode" | "explode_outer" => &["col"],
            "string_split" | "split_to_table" => &["value"],
            _ => &[],
        };
        let ordinality: &[&str] = if with_ordinality { &["ordinality"] } else { &[] };
        let deps = deps.finish();
        let names: Vec<Name> = own.iter().chain(ordinality).map(|name| self.names.quoted(name)).collect();
        if own.is_empty() {
            self.bring_values(deps, alias, ordinality, scope);
        } else {
            self.bring_columns(deps, names, alias, scope);
        }
    }

    /// `read_parquet('s3://…')`, `read_csv(['s3://…', 's3://…'])`: the files are the dataset, or several of like columns.
    fn files(&mut self, paths: &[&str], alias: Option<&TableAlias>, scope: &mut Scope<'_>) {
        let each: Vec<_> = paths
            .iter()
            .map(|path| {
                let name = self.names.quoted(path);
                self.table(vec![name])
            })
            .collect();
        match each.as_slice() {
            [(table, relation)] => self.bring(*table, Rc::clone(relation), alias, scope),
            several => {
                let parts: Vec<Rc<Relation>> = several.iter().map(|(_, relation)| Rc::clone(relation)).collect();
                let together = self.union(&parts, true);
                self.bring(None, Rc::new(together), alias, scope);
            }
        }
    }

    /// Brings columns of one origin into scope.
    pub(super) fn bring_columns(
        &mut self,
        deps: Rc<[Dep]>,
        names: Vec<Name>,
        alias: Option<&TableAlias>,
        scope: &mut Scope<'_>,
    ) {
        let items = names.into_iter().map(|name| Item::Column(Column { name, deps: Rc::clone(&deps) })).collect();
        self.bring(None, Rc::new(Relation::new(items, [].into()).with_elements(Some(deps))), alias, scope);
    }

    /// Brings what a function gives into scope: as the columns that its alias names, else as one column.
    pub(super) fn bring_values(
        &mut self,
        deps: Rc<[Dep]>,
        alias: Option<&TableAlias>,
        more: &[&str],
        scope: &mut Scope<'_>,
    ) {
        let named = alias.map(|alias| alias.columns.iter().map(|column| &column.name).collect::<Vec<_>>());
        let mut names: Vec<Name> = match (named, alias) {
            (Some(columns), _) if !columns.is_empty() => {
                columns.into_iter().map(|column| self.names.name(column)).collect()
            }
            (_, Some(alias)) => vec![self.names.name(&alias.name)],
            _ => vec![self.names.quoted("_col0")],
        };
        names.extend(more.iter().map(|name| self.names.quoted(name)));
        self.bring_columns(deps, names, alias, scope);
    }

    /// Brings the elements of arrays and maps into scope: a column for each array, two for each map. Which of them it is
    /// the text does not say, so the alias decides: with as many names as arguments, each has its own.
    pub(super) fn unnest(
        &mut self,
        exprs: &[&Expr],
        alias: Option<&TableAlias>,
        ordinality: bool,
        scope: &mut Scope<'_>,
    ) {
        let each: Vec<Rc<[Dep]>> = exprs.iter().map(|expr| self.generated(expr, scope)).collect();
        let columns: Vec<Name> =
            alias.iter().flat_map(|alias| &alias.columns).map(|column| self.names.name(&column.name)).collect();
        let counted = usize::from(ordinality && !columns.is_empty());
        let values = columns.len().saturating_sub(counted);
        let mut items = Vec::new();
        for (place, name) in columns.iter().take(values).enumerate() {
            let deps = match (each.as_slice(), values == each.len()) {
                ([one], _) => Rc::clone(one),
                (_, true) => each.get(place).map_or_else(|| [].into(), Rc::clone),
                _ => self.spread(exprs, &each, place, values),
            };
            items.push(Item::Column(Column { name: *name, deps }));
        }
        for name in columns.iter().skip(values) {
            items.push(Item::Column(Column { name: *name, deps: [].into() }));
        }
        let mut all = Deps::default();
        for each in &each {
            all.extend(each, How::IDENTITY);
        }
        let all = all.finish();
        if items.is_empty() {
            // The alias names the elements as well as the relation.
            let name = match alias {
                Some(alias) => self.names.name(&alias.name),
                None => self.names.quoted("unnest"),
            };
            items.push(Item::Column(Column { name, deps: Rc::clone(&all) }));
        }
        self.bring(None, Rc::new(Relation::new(items, [].into()).with_elements(Some(all))), alias, scope);
    }

    /// What one of more columns than arguments comes from: maps give two columns, so does a row of two.
    fn spread(&mut self, exprs: &[&Expr], each: &[Rc<[Dep]>], place: usize, columns: usize) -> Rc<[Dep]> {
        if !self.spend(each.iter().map(|deps| 1 + deps.len()).sum()) {
            return [].into();
        }
        let widths: Vec<usize> = exprs.iter().map(|expr| if is_map(expr) { 2 } else { 1 }).collect();
        let mut at = 0;
        if widths.iter().sum::<usize>() == columns {
            for (width, deps) in widths.iter().zip(each) {
                at += width;
                if place < at {
                    return Rc::clone(deps);
                }
            }
        }
        let mut all = Deps::default();
        for deps in each {
            all.extend(deps, How::IDENTITY);
        }
        all.finish()
    }

    /// Adds all columns of a scope, if an argument stands for them, as that of `hash(*)` does.
    pub(super) fn whole_row(&mut self, argument: &FunctionArg, scope: &Scope<'_>, how: How, deps: &mut Deps) -> bool {
        let options = match argument {
            FunctionArg::Unnamed(FunctionArgExpr::Wildcard) => None,
            FunctionArg::Unnamed(FunctionArgExpr::WildcardWithOptions(options)) => Some(options),
            _ => return false,
        };
        let mut items = self.all_columns(scope);
        if let Some(options) = options {
            items = self.starred(items, options, scope);
        }
        for item in items {
            self.item(&item, how, deps);
        }
        true
    }

    pub(super) fn json_columns(&mut self, columns: &[JsonTableColumn], names: &mut Vec<Name>) {
        for column in columns {
            match column {
                JsonTableColumn::Named(column) => names.push(self.names.name(&column.name)),
                JsonTableColumn::ForOrdinality(name) => names.push(self.names.name(name)),
                JsonTableColumn::Nested(nested) => self.json_columns(&nested.columns, names),
            }
        }
    }

    /// Brings what `LATERAL VIEW explode(…)` gives into scope.
    pub(super) fn lateral_view(&mut self, view: &LateralView, scope: &mut Scope<'_>) {
        let deps = self.generated(&view.lateral_view, scope);
        let mut names: Vec<Name> = view.lateral_col_alias.iter().map(|name| self.names.name(name)).collect();
        if names.is_empty() {
            names = ["pos", "key", "value", "col"].map(|name| self.names.quoted(name)).to_vec();
        }
        let items = names.into_iter().map(|name| Item::Column(Column { name, deps: Rc::clone(&deps) })).collect();
        let alias = idents(&view.lateral_view_name).last().map(|ident| self.names.name(ident));
        let relation = Rc::new(Relation::new(items, [].into()));
        scope.relations.push(Named { alias, path: [].into(), table: None, relation });
    }
}

/// The expression that an argument is.
fn argument(argument: &FunctionArg) -> Option<&Expr> {
    match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    }
}

/// Whether an expression is a map by its own text.
fn is_map(expr: &Expr) -> bool {
    match expr {
        Expr::Map(_) => true,
        Expr::Function(function) => {
            let name = function.name.0.last().map_or_else(String::new, |part| part.to_string().to_lowercase());
            name == "map"
                || name.starts_with("map_") && !matches!(name.as_str(), "map_keys" | "map_values" | "map_entries")
        }
        Expr::Cast { data_type, .. } => data_type.to_string().to_lowercase().starts_with("map"),
        _ => false,
    }
}
