# Pasted from a question in a forum: no imports, Keras 1, and two sizes that the reader has to guess.
nb_classes = 10
nb_epoch = 12

model = Sequential()
model.add(Convolution2D(32, 3, 3, border_mode='same', input_shape=(img_rows, img_cols, 1), dim_ordering='tf'))
model.add(Activation('relu'))
model.add(MaxPooling2D(pool_size=(2, 2), dim_ordering='tf'))
model.add(Flatten())
model.add(Dense(nb_classes))
model.add(Activation('softmax'))

model.compile(loss='categorical_crossentropy', optimizer='sgd', metrics=['accuracy'])
model.fit(X_train, Y_train, batch_size=128, nb_epoch=nb_epoch, validation_data=(X_test, Y_test))
