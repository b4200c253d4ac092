use utoipa::ToSchema;
use utoipa::openapi::content::Content;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, Paths};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::ComponentsBuilder;
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Ref, RefOr, ResponseBuilder, ResponsesBuilder, Schema};

use super::{SCHEMES, headers, problems};
use crate::auth::Scope;

/// One operation on its way into the document.
pub(super) struct Described {
    path: &'static str,
    method: HttpMethod,
    operation: OperationBuilder,
    responses: ResponsesBuilder,
    schemas: Vec<(String, RefOr<Schema>)>,
}

/// What any operation may fail with, whoever asks.
const ALWAYS: [u16; 8] = [400, 414, 421, 429, 431, 500, 503, 504];

/// What asking AWS may fail with.
pub(super) const OF_AWS: [u16; 2] = [404, 502];

impl Described {
    pub(super) fn get(path: &'static str, id: &str, tag: &str) -> Self {
        Self::new(HttpMethod::Get, path, id, tag)
    }

    pub(super) fn post(path: &'static str, id: &str, tag: &str) -> Self {
        Self::new(HttpMethod::Post, path, id, tag).fails(&[408])
    }

    fn new(method: HttpMethod, path: &'static str, id: &str, tag: &str) -> Self {
        let operation = OperationBuilder::new().operation_id(Some(id)).tag(tag).securities(Some([]));
        Self { path, method, operation, responses: ResponsesBuilder::new(), schemas: Vec::new() }.fails(&ALWAYS)
    }

    /// What it is for: in few words, and in full.
    pub(super) fn about(mut self, summary: &str, description: &str) -> Self {
        self.operation = self.operation.summary(Some(summary)).description(Some(description));
        self
    }

    /// Who may use it: callers with the scope, or any whose credentials are good.
    pub(super) fn needs(mut self, scope: Option<Scope>) -> Self {
        let requirement = |scheme| SecurityRequirement::new(scheme, scope.map(Scope::as_str));
        self.operation = self.operation.securities(Some(SCHEMES.map(requirement)));
        self.fails(if scope.is_some() { &[401, 403] } else { &[401] })
    }

    /// Parameters that more than one operation has, by their names among the components.
    pub(super) fn shared(mut self, names: &[&str]) -> Self {
        for name in names {
            self.operation = self.operation.parameter_ref(Ref::new(format!("#/components/parameters/{name}")));
        }
        self
    }

    /// A parameter of its own.
    pub(super) fn parameter(mut self, parameter: ParameterBuilder) -> Self {
        self.operation = self.operation.parameter(parameter);
        self
    }

    /// The body that it takes.
    pub(super) fn takes(mut self, body: RequestBodyBuilder) -> Self {
        self.operation = self.operation.request_body(Some(body.build()));
        self
    }

    /// An answer of JSON.
    pub(super) fn answers<T: ToSchema>(self, status: u16, description: &str, names: &[&str]) -> Self {
        let mut described = self.knows::<T>();
        let content = Content::new(Some(RefOr::<Schema>::Ref(Ref::from_schema_name(T::name()))));
        let response = ResponseBuilder::new().description(description).content("application/json", content);
        described.responses = described.responses.response(status.to_string(), headers::told(response, names));
        described
    }

    /// An answer put together elsewhere.
    pub(super) fn responds(mut self, status: u16, response: ResponseBuilder) -> Self {
        self.responses = self.responses.response(status.to_string(), response);
        self
    }

    /// That a client which has the answer is told so.
    pub(super) fn revalidates(self) -> Self {
        let response = ResponseBuilder::new().description("The client has this answer already (`If-None-Match`).");
        self.shared(&["IfNoneMatch"]).responds(304, headers::told(response, &headers::READ))
    }

    /// The problems that it may answer with.
    pub(super) fn fails(mut self, statuses: &[u16]) -> Self {
        for status in statuses {
            self.responses = self.responses.response(status.to_string(), problems::reference(*status));
        }
        self
    }

    /// A schema that it uses, with all below it.
    pub(super) fn knows<T: ToSchema>(mut self) -> Self {
        self.schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(&mut self.schemas);
        self
    }

    pub(super) fn add_to(self, paths: &mut Paths, components: ComponentsBuilder) -> ComponentsBuilder {
        let operation = self.operation.responses(self.responses.build()).build();
        paths.add_path_operation(self.path, vec![self.method], operation);
        components.schemas_from_iter(self.schemas)
    }
}
