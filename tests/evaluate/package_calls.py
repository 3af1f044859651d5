"""Drivers of public packages that build Keras models: what is imported, and the calls that are compared.

All of them are pure Python and need no TensorFlow to be installed, so that the test suite can have their sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

# By the name of the distribution: the lines before the calls, and the calls.
PACKAGES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "keras-unet": (
        "import keras_unet.models as zoo",
        (
            "zoo.custom_unet((128, 96, 1), num_classes=4, upsample_mode='simple', use_attention=True, num_layers=3)",
            "zoo.custom_unet((64, 64, 3), dropout_type='standard', dropout=0.5, use_dropout_on_upsampling=True)",
            "zoo.vanilla_unet((572, 572, 1), num_classes=2)",
            "zoo.satellite_unet((256, 256, 4), num_classes=5, num_layers=3)",
            "zoo.custom_vnet((32, 32, 32, 1), num_layers=2, filters=8)",
        ),
    ),
    "keras-unet-collection": (
        "from keras_unet_collection import models",
        (
            "models.unet_2d((None, None, 3), [64, 128, 256, 512], 3, activation='GELU', batch_norm=True)",
            "models.unet_2d((128, 128, 3), [64, 128, 256], 4, backbone='VGG16', weights=None, freeze_backbone=True)",
            "models.vnet_2d((256, 256, 1), [16, 32, 64, 128], 2, activation='PReLU', pool=False, unpool=False)",
            "models.att_unet_2d((128, 128, 3), [64, 128, 256], 2, attention='multiply', output_activation=None)",
            "models.unet_plus_2d((128, 128, 3), [32, 64, 128], 2, activation='LeakyReLU', deep_supervision=True)",
            "models.r2_unet_2d((None, None, 3), [64, 128, 256], 2, recur_num=3, unpool='nearest')",
            "models.resunet_a_2d((128, 128, 3), [32, 64, 128, 256, 512, 1024], [1, 3, 15, 31], 2)",
            "models.u2net_2d((128, 128, 3), 2, [64, 128, 256, 512], deep_supervision=True)",
            "models.unet_3plus_2d((128, 128, 3), 2, [32, 64, 128, 256], unpool=False, deep_supervision=True)",
            "models.transunet_2d((128, 128, 3), [32, 64, 128], 12, embed_dim=96, num_mlp=192, num_heads=4)",
            "models.swin_unet_2d((128, 128, 3), 64, 3, depth=3, stack_num_down=2, stack_num_up=2, patch_size=(2, 2), "
            "num_heads=[4, 8, 8], window_size=[4, 2, 2], num_mlp=512)",
        ),
    ),
    "image-classifiers": (
        "from classification_models.tfkeras import Classifiers",
        (
            "Classifiers.get('resnet18')[0]((224, 224, 3), weights=None)",
            "Classifiers.get('seresnet34')[0]((96, 64, 3), weights=None, include_top=False)",
            "Classifiers.get('seresnet50')[0]((128, 128, 3), weights=None, classes=7)",
            "Classifiers.get('resnext50')[0]((96, 64, 3), weights=None, include_top=False)",
            "Classifiers.get('nasnetmobile')[0](input_shape=(128, 128, 3), weights=None, include_top=False)",
            "Classifiers.get('resnet18')[0](weights=None)",
        ),
    ),
    "Keras_Applications": (
        "import tensorflow as tf\n"
        "import keras_applications as zoo\n"
        "k = {name: getattr(tf.keras, name) for name in ('backend', 'layers', 'models', 'utils')}",
        (
            "zoo.vgg19.VGG19(weights=None, input_shape=(64, 64, 3), include_top=False, pooling='max', **k)",
            "zoo.resnet_v2.ResNet50V2(weights=None, classes=7, **k)",
            "zoo.mobilenet.MobileNet(weights=None, input_shape=(128, 128, 3), alpha=0.5, **k)",
            "zoo.mobilenet_v2.MobileNetV2(weights=None, input_shape=(96, 96, 3), **k)",
            "zoo.densenet.DenseNet121(weights=None, input_shape=(64, 64, 1), **k)",
            "zoo.xception.Xception(weights=None, include_top=False, input_shape=(None, None, 3), **k)",
            "zoo.vgg16.VGG16(weights=None, input_shape=(20, 20, 3), include_top=False, **k)",
        ),
    ),
    "deepctr": (
        "import deepctr.models as ctr\n"
        "from deepctr.feature_column import DenseFeat, SparseFeat, VarLenSparseFeat\n"
        "sparse = [SparseFeat(f'C{i}', vocabulary_size=100 + i, embedding_dim=4) for i in range(1, 5)]\n"
        "features = sparse + [DenseFeat(f'I{i}', i) for i in range(1, 4)]\n"
        "words = VarLenSparseFeat(SparseFeat('words', vocabulary_size=21, embedding_dim=4), maxlen=6)\n"
        "seen = [SparseFeat('item', 4, embedding_dim=8), DenseFeat('score', 1),\n"
        "    VarLenSparseFeat(SparseFeat('hist_item', 4, embedding_dim=8, embedding_name='item'), maxlen=4,\n"
        "        length_name='length')]",
        (
            *(
                f"ctr.{name}(features, features)"
                for name in (
                    "AutoInt", "DCNMix", "DeepFEFM", "DIFM", "FiBiNET", "FwFM", "IFM", "NFM", "ONN", "xDeepFM", "AFM",
                )
            ),
            "ctr.PNN(features)",
            "ctr.DeepFM(features + [words], features + [words], dnn_hidden_units=(32,), dnn_use_bn=True)",
            "ctr.WDL(sparse, features, dnn_hidden_units=(16, 8), task='regression')",
            "ctr.DCN(features, features, cross_parameterization='matrix')",
            "ctr.DIN(seen, ['item'])",
            "ctr.MMOE(features)",
            "ctr.PLE(features)",
        ),
    ),
}  # fmt: skip


def calls() -> Iterator[tuple[str, str]]:
    """Every call, after the name of its package."""
    return ((package, call) for package, (_, made) in PACKAGES.items() for call in made)
