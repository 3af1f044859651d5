"""Reviews as lists of words: an embedding that masks the padding, and recurrent layers in both directions."""

from keras.layers import GRU, LSTM, Bidirectional, Dense, Dropout, Embedding, Input
from keras.models import Sequential

VOCABULARY = 20_000
LENGTH = 200

model = Sequential()
model.add(Input(shape=(LENGTH,)))
model.add(Embedding(VOCABULARY, 64, mask_zero=True))
model.add(Bidirectional(LSTM(64, return_sequences=True)))
model.add(Dropout(0.3))
model.add(GRU(32))
model.add(Dense(1, activation="sigmoid"))
model.compile("adam", "binary_crossentropy")
model.summary()
