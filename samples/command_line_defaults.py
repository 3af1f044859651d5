"""A training script: sizes are options of the command line, and their defaults count."""

import argparse

from keras import Input, Sequential, layers


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=24, help="hours to look back")
    parser.add_argument("--sensors", type=int, default=7)
    parser.add_argument("--filters", type=int, nargs="+", default=[32, 64])
    parser.add_argument("--bidirectional", action="store_true")
    return parser.parse_args()


def build(args):
    model = Sequential([Input((args.steps, args.sensors))])
    for filters in args.filters:
        model.add(layers.Conv1D(filters, 3, padding="causal", activation="relu"))
    recurrent = layers.LSTM(48)
    model.add(layers.Bidirectional(recurrent) if args.bidirectional else recurrent)
    model.add(layers.Dense(args.sensors))
    return model


if __name__ == "__main__":
    model = build(parse_arguments())
    model.summary()
