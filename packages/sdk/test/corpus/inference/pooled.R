# One line for all penguins, or one a species: the numbers of many.test.ts.
d <- read.csv("packages/datasets/sets/penguins.csv")
d <- d[complete.cases(d[, c("body_mass_g", "flipper_length_mm", "bill_depth_mm")]), ]
one <- lm(body_mass_g ~ flipper_length_mm + bill_depth_mm, d)
options(digits = 15)
print(coef(one))
print(as.list(anova(one, lm(body_mass_g ~ species / (flipper_length_mm + bill_depth_mm), d))))
