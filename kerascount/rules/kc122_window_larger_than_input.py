"""KC122."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC122",
    "window-larger-than-input",
    """
    A window does not fit into what it slides over, or the channels do not fit the kernel.

    Without padding, each convolution and pooling takes away positions; after enough of them fewer are left than the
    next window has. Cropping may take away all.

    Bad:
        model = Sequential([Input((8, 8, 3)), MaxPooling2D(), MaxPooling2D(), Conv2D(4, 3)])
    Good:
        model = Sequential([Input((8, 8, 3)), MaxPooling2D(), MaxPooling2D(), Conv2D(4, 3, padding="same")])

    Keras: 1, 2, 3
    Source: `compute_conv_output_shape` in keras/src/ops/operation_utils.py
    """,
)
