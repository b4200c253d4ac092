use aws_sdk_sagemaker::operation::search::builders::SearchFluentBuilder;
use aws_sdk_sagemaker::types::SearchRecord;
use lineage_model::Region;
use lineage_model::source::{SourceError, SourceErrorKind};

use super::AwsSource;
use super::pages::Page;
use super::pipelines::PAGE;

impl AwsSource {
    /// One page of what `Search` finds: `query` says what is searched for, `take` is the member that holds it.
    pub(super) async fn search<T>(
        &self,
        region: &Region,
        token: Option<String>,
        query: impl Fn(SearchFluentBuilder) -> SearchFluentBuilder,
        take: impl Fn(SearchRecord) -> Option<T>,
    ) -> Result<Page<T>, SourceError> {
        let page = self
            .sagemaker(region)
            .call("sagemaker:Search", region.as_str(), |client| {
                query(client.search()).max_results(PAGE).set_next_token(token.clone()).send()
            })
            .await?;
        Ok((page.results.into_iter().flatten().filter_map(take).collect(), page.next_token))
    }
}

/// Whether calls other than the failed `Search` may tell the same: not where nothing would fare better.
pub(super) fn has_another_way(error: &SourceError) -> bool {
    use SourceErrorKind::{CredentialsUnavailable, Throttled, Timeout};
    !matches!(error.kind, CredentialsUnavailable | Throttled | Timeout)
}
