use std::rc::Rc;

use sqlparser::ast::{AccessExpr, Expr, Ident, JsonPathElem, Query, Subscript, WindowFrameBound, WindowSpec};

use crate::{Dialect, Direct, Indirect};

use super::Resolver;
use super::deps::{Dep, Deps, How};
use super::scope::Scope;

impl Resolver<'_> {
    /// What an expression comes from.
    pub(super) fn of(&mut self, expr: &Expr, scope: &Scope<'_>) -> Rc<[Dep]> {
        let mut deps = Deps::default();
        self.expr(expr, scope, How::IDENTITY, &mut deps);
        let deps = deps.finish();
        if self.spend(deps.len() + 1) { deps } else { [].into() }
    }

    /// Adds what several expressions come from.
    pub(super) fn exprs<'e>(
        &mut self,
        exprs: impl IntoIterator<Item = &'e Expr>,
        scope: &Scope<'_>,
        how: How,
        deps: &mut Deps,
    ) {
        for expr in exprs {
            self.expr(expr, scope, how, deps);
        }
    }

    /// Adds what an expression comes from, whose value goes on by `how`.
    pub(super) fn expr(&mut self, expr: &Expr, scope: &Scope<'_>, how: How, deps: &mut Deps) {
        if !self.spend(1) {
            return;
        }
        let changed = how.direct(Direct::Transformation);
        match expr {
            Expr::Identifier(ident) => self.column(std::slice::from_ref(ident), scope, how, deps),
            Expr::CompoundIdentifier(idents) => self.column(idents, scope, how, deps),
            Expr::Nested(inner) | Expr::OuterJoin(inner) | Expr::Prior(inner) => self.expr(inner, scope, how, deps),
            Expr::Value(value) => self.literal(value, scope, how, deps),
            Expr::TypedString(_) | Expr::Wildcard(_) => {}
            Expr::QualifiedWildcard(name, _) => {
                let parts = self.names.parts(name);
                self.whole(&parts, scope, changed, deps);
            }
            Expr::BinaryOp { left, right, .. } => {
                // A long sum leans to the left.
                let mut rights = vec![right];
                let mut left = left;
                while let Expr::BinaryOp { left: next, right, .. } = &**left {
                    rights.push(right);
                    left = next;
                }
                self.expr(left, scope, changed, deps);
                for right in rights.into_iter().rev() {
                    self.expr(right, scope, changed, deps);
                }
            }
            Expr::Function(function) => self.function(function, scope, how, deps),
            Expr::Case { operand, conditions, else_result, .. } => {
                let test = how.indirect(Indirect::Conditional);
                let value = self.branch(how);
                self.exprs(operand.as_deref(), scope, test, deps);
                for when in conditions {
                    self.expr(&when.condition, scope, test, deps);
                    self.expr(&when.result, scope, value, deps);
                }
                self.exprs(else_result.as_deref(), scope, value, deps);
            }
            Expr::Subquery(query) => self.subquery(query, scope, how, deps),
            Expr::InSubquery { expr, subquery, .. } => {
                self.expr(expr, scope, changed, deps);
                // What is looked up there decides, but goes nowhere.
                self.subquery(subquery, scope, how.indirect(Indirect::Conditional), deps);
            }
            Expr::Exists { subquery, .. } => {
                let relation = self.query(subquery, Some(scope));
                self.dataset.extend(&relation.dataset, How::IDENTITY);
            }
            Expr::CompoundFieldAccess { root, access_chain } => {
                // `t.m['k']`: the first of the names is not the column.
                let mut idents = match &**root {
                    Expr::Identifier(ident) => vec![ident.clone()],
                    Expr::CompoundIdentifier(idents) => idents.clone(),
                    _ => Vec::new(),
                };
                if idents.is_empty() {
                    self.expr(root, scope, changed, deps);
                } else {
                    let names = access_chain.iter().map_while(|access| match access {
                        AccessExpr::Dot(Expr::Identifier(ident)) => Some(ident.clone()),
                        _ => None,
                    });
                    idents.extend(names);
                    self.column(&idents, scope, changed, deps);
                }
                for access in access_chain {
                    match access {
                        // The name of a field.
                        AccessExpr::Dot(Expr::Identifier(_)) => {}
                        AccessExpr::Dot(expr) => self.expr(expr, scope, changed, deps),
                        AccessExpr::Subscript(Subscript::Index { index }) => self.expr(index, scope, changed, deps),
                        AccessExpr::Subscript(Subscript::Slice { lower_bound, upper_bound, stride }) => {
                            let bounds = lower_bound.iter().chain(upper_bound).chain(stride);
                            self.exprs(bounds, scope, changed, deps);
                        }
                    }
                }
            }
            Expr::JsonAccess { value, path } => {
                self.expr(value, scope, changed, deps);
                for element in &path.path {
                    if let JsonPathElem::Bracket { key } | JsonPathElem::ColonBracket { key } = element {
                        self.expr(key, scope, changed, deps);
                    }
                }
            }
            Expr::Lambda(lambda) => {
                let depth = self.lambdas.len();
                for parameter in lambda.params.iter() {
                    let name = self.names.name(&parameter.name);
                    self.lambdas.push(name.key);
                }
                self.expr(&lambda.body, scope, changed, deps);
                self.lambdas.truncate(depth);
            }
            Expr::GroupingSets(sets) | Expr::Cube(sets) | Expr::Rollup(sets) => {
                self.exprs(sets.iter().flatten(), scope, how, deps);
            }
            Expr::Dictionary(fields) => {
                for field in fields {
                    self.expr(&field.value, scope, changed, deps);
                }
            }
            Expr::MatchAgainst { columns, .. } => {
                for column in columns {
                    let idents: Vec<_> = column.0.iter().filter_map(|part| part.as_ident().cloned()).collect();
                    self.column(&idents, scope, changed, deps);
                }
            }
            _ => {
                let children = super::children::children(expr);
                self.exprs(children, scope, changed, deps);
            }
        }
    }

    /// How the branches of a condition go on: Hive passes a value on as it is, Spark and others do not count that.
    pub(super) fn branch(&self, how: How) -> How {
        if self.dialect == Dialect::Hive { how } else { how.direct(Direct::Transformation) }
    }

    /// Adds what a query in an expression comes from.
    pub(super) fn subquery(&mut self, query: &Query, scope: &Scope<'_>, how: How, deps: &mut Deps) {
        let relation = self.query(query, Some(scope));
        self.dataset.extend(&relation.dataset, How::IDENTITY);
        for item in &relation.items {
            self.item(item, how, deps);
        }
    }

    /// Adds the parts of a window: what a row's place among others depends on.
    pub(super) fn window(&mut self, spec: &WindowSpec, scope: &Scope<'_>, how: How, deps: &mut Deps) {
        let how = how.indirect(Indirect::Window);
        if let Some(name) = &spec.window_name {
            self.named_window(name, how, deps);
        }
        self.exprs(&spec.partition_by, scope, how, deps);
        self.exprs(spec.order_by.iter().map(|order| &order.expr), scope, how, deps);
        if let Some(frame) = &spec.window_frame {
            for bound in [Some(&frame.start_bound), frame.end_bound.as_ref()].into_iter().flatten() {
                if let WindowFrameBound::Preceding(Some(expr)) | WindowFrameBound::Following(Some(expr)) = bound {
                    self.expr(expr, scope, how, deps);
                }
            }
        }
    }

    pub(super) fn named_window(&mut self, name: &Ident, how: How, deps: &mut Deps) {
        let key = self.names.name(name).key;
        self.spend(self.windows.len());
        let known = self.windows.iter().rev().find(|(window, _)| *window == key);
        if let Some(window) = known.map(|(_, window)| Rc::clone(window))
            && self.spend(window.len())
        {
            deps.extend(&window, how);
        }
    }

    /// What a window that has a name depends on.
    pub(super) fn window_deps(&mut self, spec: &WindowSpec, scope: &Scope<'_>) -> Rc<[Dep]> {
        let mut deps = Deps::default();
        self.window(spec, scope, How::IDENTITY, &mut deps);
        deps.finish()
    }
}
