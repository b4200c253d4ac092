use std::fmt;

macro_rules! step_types {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The type of a step, as the definition writes it.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum StepType {
            $($(#[$doc])* $variant,)*
            /// A type that is not known here: its references and S3 URIs are still read.
            Other(String),
        }

        impl StepType {
            /// The type as the definition writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Other(name) => name,
                }
            }
        }

        impl From<&str> for StepType {
            fn from(name: &str) -> Self {
                match name {
                    $($name => Self::$variant,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }
    };
}

step_types! {
    /// `CreateProcessingJob`.
    Processing = "Processing",
    /// `CreateTrainingJob`; also functions (`@step`), notebooks, repacking and feature processors.
    Training = "Training",
    /// `CreateHyperParameterTuningJob`.
    Tuning = "Tuning",
    /// `CreateTransformJob`.
    Transform = "Transform",
    /// `CreateModel`.
    Model = "Model",
    /// `CreateModelPackage`.
    RegisterModel = "RegisterModel",
    /// A branch.
    Condition = "Condition",
    /// Ends the execution.
    Fail = "Fail",
    /// Calls a Lambda function.
    Lambda = "Lambda",
    /// Sends a message and waits for the answer.
    Callback = "Callback",
    /// A model monitor's check of data or model quality.
    QualityCheck = "QualityCheck",
    /// A Clarify check of bias or explainability.
    ClarifyCheck = "ClarifyCheck",
    /// A step of an EMR cluster.
    Emr = "EMR",
    /// An EMR Serverless job run.
    EmrServerless = "EMRServerless",
    /// `CreateAutoMLJob`.
    AutoMl = "AutoML",
    /// `CreateEndpointConfig`.
    EndpointConfig = "EndpointConfig",
    /// `CreateEndpoint`.
    Endpoint = "Endpoint",
    /// `CreateInferenceComponent`.
    InferenceComponent = "InferenceComponent",
    /// Records lineage entities and their associations.
    Lineage = "Lineage",
    /// `CreateModelCustomizationJob` of Bedrock.
    BedrockCustomModel = "BedrockCustomModel",
    /// `CreateCustomModelDeployment` of Bedrock.
    BedrockCustomModelDeployment = "BedrockCustomModelDeployment",
    /// `CreateModelImportJob` of Bedrock.
    BedrockModelImport = "BedrockModelImport",
    /// `CreateProvisionedModelThroughput` of Bedrock.
    BedrockProvisionedModelThroughput = "BedrockProvisionedModelThroughput",
    /// `CreateJob`.
    Job = "Job",
    /// Runs its body once an item.
    ForEach = "ForEach",
    /// Deletes what other steps wrote.
    Cleanup = "Cleanup",
    /// An Athena query.
    Athena = "Athena",
    /// A model of a SageMaker hub.
    HubContent = "HubContent",
}

impl fmt::Display for StepType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
