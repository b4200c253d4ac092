use std::time::Duration;

use lineage_model::source::PublicAccessBlock;
use lineage_model::{Observed, Region};
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::AwsSource;
use super::buckets::observed;
use super::convert;
use super::regional::Regional;

/// The block of public access that the account itself has, and when it was asked about.
pub(super) type AccountBlock = Mutex<Option<(Instant, Observed<PublicAccessBlock>)>>;

/// How long it holds.
const AGE: Duration = Duration::from_secs(300);
/// How long nobody asks again after no answer: as long as the buckets of one answer may wait for it.
const AGE_OF_NOTHING: Duration = Duration::from_secs(30);

impl AwsSource {
    /// The block of public access of the account that is asking, which holds for all buckets that it owns.
    ///
    /// Not read where an endpoint other than AWS's is configured: S3-compatible servers have no accounts.
    pub(super) async fn account_block(&self, region: &Region) -> Observed<PublicAccessBlock> {
        if self.settings.endpoint_url.is_some() || self.config.endpoint_url().is_some() {
            return Observed::NotRead;
        }
        // Held over the calls: whoever asks at the same time waits for their answer.
        let mut known = self.account_block.lock().await;
        if let Some((asked, block)) = &*known {
            let age = if matches!(block, Observed::Unavailable { .. }) { AGE_OF_NOTHING } else { AGE };
            if asked.elapsed() < age {
                return block.clone();
            }
        }
        let asked = Instant::now();
        let block = self.ask_account_block(region).await;
        *known = Some((asked, block.clone()));
        block
    }

    async fn ask_account_block(&self, region: &Region) -> Observed<PublicAccessBlock> {
        let sts = Regional::sts(&self.config, &self.settings, region);
        let caller =
            sts.call("sts:GetCallerIdentity", "the caller", |client| client.get_caller_identity().send()).await;
        let account = match caller.map(|told| told.account) {
            Ok(Some(account)) => account,
            Ok(None) => return Observed::NotRead,
            Err(error) => return error.into(),
        };
        let s3control = Regional::s3control(&self.config, &self.settings, region);
        let block = s3control.send(|client| client.get_public_access_block().account_id(&account).send()).await;
        observed(
            block.map(convert::account_public_access_block),
            "NoSuchPublicAccessBlockConfiguration",
            "s3:GetAccountPublicAccessBlock",
            &account,
        )
    }
}
