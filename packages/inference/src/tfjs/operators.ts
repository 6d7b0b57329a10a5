/**
 * TensorFlow operators that a graph model may use: those that compute. Not there: control flow, lists,
 * hash tables, text, whatever reads files, and what gives other results each time.
 * Names: the op lists of @tensorflow/tfjs-converter.
 */
export const OPERATORS: ReadonlySet<string> = new Set(
  [
    "Placeholder Const Identity IdentityN Snapshot StopGradient NoOp Rank Size Shape ShapeN EnsureShape",
    "Add AddV2 AddN BiasAdd Sub RealDiv Div DivNoNan FloorDiv Mul Maximum Minimum Pow SquaredDifference Mod FloorMod",
    "Abs Acos Acosh Asin Asinh Atan Atan2 Atanh Ceil ClipByValue Cos Cosh Elu Erf Exp Expm1 Floor IsFinite IsInf IsNan LeakyRelu Log Log1p Neg Prelu Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Square Tan Tanh",
    "AvgPool MaxPool Conv1D Conv2D _FusedConv2D Conv2DBackpropInput Conv2dTranspose DepthwiseConv2d DepthwiseConv2dNative FusedDepthwiseConv2dNative Dilation2D",
    "Fill OneHot Ones OnesLike Range Zeros ZerosLike LinSpace TopKV2",
    "ResizeBilinear ResizeNearestNeighbor CropAndResize",
    "Equal NotEqual Greater GreaterEqual Less LessEqual LogicalAnd LogicalNot LogicalOr Select SelectV2",
    "_FusedMatMul MatMul BatchMatMul BatchMatMulV2 Transpose Einsum",
    "FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 LRN Softmax LogSoftmax EuclideanNorm",
    "Max Mean Min Sum All Any ArgMax ArgMin Prod Cumprod Cumsum",
    "ConcatV2 Concat GatherV2 Gather GatherNd Reverse ReverseV2 Slice StridedSlice Pack Unpack Tile Split SplitV",
    "Cast ExpandDims MirrorPad Pad PadV2 Reshape Squeeze SpaceToBatchND BatchToSpaceND DepthToSpace BroadcastTo",
  ].flatMap((line) => line.split(" ")),
);

/**
 * Classes of TensorFlow.js' own layers that a layers model may use: no recurrent ones, none that make
 * noise or look up text. All that a name can mean here is TensorFlow.js' own code.
 */
export const LAYERS: ReadonlySet<string> = new Set(
  [
    "Sequential Model Functional InputLayer",
    "Activation ReLU LeakyReLU PReLU ELU ThresholdedReLU Softmax",
    "Conv1D Conv2D Conv2DTranspose SeparableConv2D DepthwiseConv2D Cropping2D UpSampling2D ZeroPadding2D",
    "Dense Flatten Reshape Permute RepeatVector",
    "Add Multiply Average Maximum Minimum Concatenate Dot",
    "Dropout SpatialDropout1D GaussianNoise GaussianDropout AlphaDropout",
    "BatchNormalization LayerNormalization",
    "MaxPooling1D AveragePooling1D MaxPooling2D AveragePooling2D",
    "GlobalAveragePooling1D GlobalMaxPooling1D GlobalAveragePooling2D GlobalMaxPooling2D",
    "Rescaling CenterCrop Resizing",
  ].flatMap((line) => line.split(" ")),
);
