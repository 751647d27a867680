"""Which persons, organisations and places does an article name? See `articles` for what is asked from outside.

Texts become tokens, tokens have features by their forms and by what stands around them, a trained model scores labels,
and the best row of labels of each sentence gives mentions. What the mentions of one article say of each other, and then
what all articles of an archive say of a name, puts right what the model could not see.
"""
