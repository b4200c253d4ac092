use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgOperator, FunctionArgumentClause, FunctionArguments,
    Ident, OrderByExpr, WindowType,
};

use crate::{Direct, Indirect};

use super::Resolver;
use super::deps::{Deps, How};
use super::functions::{Class, begins_with_unit, class, is_masking, is_unit, takes_unit};
use super::scope::Scope;

impl Resolver<'_> {
    /// Adds what the result of a function comes from.
    pub(super) fn function(&mut self, function: &Function, scope: &Scope<'_>, how: How, deps: &mut Deps) {
        let name = function.name.0.last().and_then(|part| part.as_ident()).map(|ident| ident.value.to_lowercase());
        let name = name.as_deref().unwrap_or_default();
        let list = match &function.args {
            FunctionArguments::List(list) => list.args.as_slice(),
            _ => &[],
        };
        if self.is_each(name, how, deps) || self.is_table(name, list, how, deps) {
            return;
        }
        let masked = if is_masking(name) { how.masked() } else { how };
        let changed = masked.direct(Direct::Transformation);
        let test = masked.indirect(Indirect::Conditional);
        let within = how.indirect(Indirect::Window);
        // MySQL's `VALUES(c)`: what was given for the column.
        if let ("values", [argument]) = (name, list)
            && let Some(column) = bare_word(argument)
        {
            return self.column(&[Ident::new("excluded"), column.clone()], scope, how, deps);
        }
        let kind = class(name, list.len());
        let counts = name.starts_with("count");
        for (place, argument) in list.iter().enumerate() {
            if !counts && self.whole_row(argument, scope, changed, deps) {
                continue;
            }
            let is_word = name == "normalize" && place > 0
                || place == 0 && begins_with_unit(name, list.len()) && self.is_bare(argument, scope)
                || takes_unit(name) && self.is_unit(argument, scope)
                || place == 0 && self.looks_up(name, argument);
            if is_word {
                continue;
            }
            match kind {
                Class::Aggregate => self.argument(argument, scope, masked.direct(Direct::Aggregation), deps),
                Class::Choice if place == 0 => self.argument(argument, scope, test, deps),
                Class::Choice => self.argument(argument, scope, self.branch(how), deps),
                Class::Choices if place % 2 == 0 && place + 1 < list.len() => {
                    self.argument(argument, scope, test, deps)
                }
                Class::Choices => self.argument(argument, scope, self.branch(how), deps),
                Class::NullIf if place > 0 => self.argument(argument, scope, test, deps),
                // The value, and whether there is one: walked once, for each such function within another would double it.
                Class::FirstOf | Class::NullIf => {
                    let mut both = Deps::default();
                    self.argument(argument, scope, How::IDENTITY, &mut both);
                    let both = both.finish();
                    self.spend(2 * both.len());
                    deps.extend(&both, changed);
                    deps.extend(&both, test);
                }
                Class::Decode if place == 0 || (place % 2 == 1 && place + 1 < list.len()) => {
                    self.argument(argument, scope, test, deps);
                }
                Class::Decode | Class::Scalar => self.argument(argument, scope, changed, deps),
            }
        }
        if let FunctionArguments::List(list) = &function.parameters {
            for argument in &list.args {
                self.argument(argument, scope, changed, deps);
            }
        }
        match &function.args {
            FunctionArguments::List(list) => {
                for clause in &list.clauses {
                    self.clause(clause, scope, how, deps);
                }
            }
            FunctionArguments::Subquery(query) => self.subquery(query, scope, changed, deps),
            FunctionArguments::None => {}
        }
        // A percentile is one of the values it is ordered by.
        let order_is_value = name.starts_with("percentile") || matches!(name, "mode" | "median" | "approx_percentile");
        let order = if order_is_value { how.direct(Direct::Aggregation) } else { within };
        self.order(&function.within_group, scope, order, deps);
        self.exprs(function.filter.as_deref(), scope, how.indirect(Indirect::Conditional), deps);
        match &function.over {
            Some(WindowType::WindowSpec(spec)) => self.window(spec, scope, how, deps),
            Some(WindowType::NamedWindow(name)) => self.named_window(name, within, deps),
            None => {}
        }
    }

    fn clause(&mut self, clause: &FunctionArgumentClause, scope: &Scope<'_>, how: How, deps: &mut Deps) {
        match clause {
            FunctionArgumentClause::Where(expr) => self.expr(expr, scope, how.indirect(Indirect::Conditional), deps),
            FunctionArgumentClause::OrderBy(order) => self.order(order, scope, how.indirect(Indirect::Window), deps),
            FunctionArgumentClause::Having(bound) => {
                self.expr(&bound.1, scope, how.indirect(Indirect::Conditional), deps);
            }
            _ => {}
        }
    }

    fn order(&mut self, order: &[OrderByExpr], scope: &Scope<'_>, how: How, deps: &mut Deps) {
        self.exprs(order.iter().map(|order| &order.expr), scope, how, deps);
    }

    pub(super) fn argument(&mut self, argument: &FunctionArg, scope: &Scope<'_>, how: How, deps: &mut Deps) {
        match argument {
            FunctionArg::ExprNamed {
                name, operator: FunctionArgOperator::Value | FunctionArgOperator::Colon, ..
            } => self.expr(name, scope, how, deps),
            // `json_object(k VALUE v)`: the key is a value, too. Elsewhere it is a parameter's name.
            FunctionArg::Named { name, operator: FunctionArgOperator::Value | FunctionArgOperator::Colon, .. } => {
                self.column(std::slice::from_ref(name), scope, how, deps);
            }
            _ => {}
        }
        let (FunctionArg::Named { arg, .. } | FunctionArg::ExprNamed { arg, .. } | FunctionArg::Unnamed(arg)) =
            argument;
        match arg {
            FunctionArgExpr::Expr(expr) => self.expr(expr, scope, how, deps),
            FunctionArgExpr::QualifiedWildcard(name) => {
                let parts = self.names.parts(name);
                self.whole(&parts, scope, how, deps);
            }
            // `count(*)` looks at no column.
            FunctionArgExpr::Wildcard | FunctionArgExpr::WildcardWithOptions(_) => {}
        }
    }

    /// Adds all columns of the relation that a qualifier means.
    pub(super) fn whole(&mut self, qualifier: &[super::names::Name], scope: &Scope<'_>, how: How, deps: &mut Deps) {
        let named = scope.qualified(qualifier).cloned();
        if let Some(named) = named {
            self.row(&named, how, crate::Position::default(), deps);
        }
    }

    /// Whether an argument is a unit of time: a bare word that is one, and no column for sure.
    fn is_unit(&mut self, argument: &FunctionArg, scope: &Scope<'_>) -> bool {
        match argument {
            // `WEEK(MONDAY)`: a week that begins on a Monday.
            FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Function(function))) => {
                matches!(function.name.0.as_slice(), [name] if name.to_string().eq_ignore_ascii_case("week"))
            }
            _ => bare_word(argument).is_some_and(|word| is_unit(&word.value)) && self.is_bare(argument, scope),
        }
    }

    /// Whether an argument is a bare word, and no column for sure.
    fn is_bare(&mut self, argument: &FunctionArg, scope: &Scope<'_>) -> bool {
        let Some(ident) = bare_word(argument) else { return false };
        let name = self.names.name(ident);
        !self.is_known(name, scope)
    }
}

/// The word without quotes that an argument is.
fn bare_word(argument: &FunctionArg) -> Option<&Ident> {
    match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Identifier(ident))) if ident.quote_style.is_none() => {
            Some(ident)
        }
        _ => None,
    }
}
