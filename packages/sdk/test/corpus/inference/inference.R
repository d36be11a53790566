# What R says of eight sets: Rscript inference.R > inference.json, from this folder. Numbers with 17 digits.
number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
list_of <- function(x) paste0("[", paste(x, collapse = ","), "]")
numbers <- function(x) list_of(number(as.numeric(x)))

tell <- function(name, model, data, target, features, rows, weights = NULL) {
  new <- data[rows, features, drop = FALSE]
  interval <- function(kind, level) {
    # a new row has weight 1, whatever the weights of those learned from
    p <- suppressWarnings(predict(model, new, interval = kind, level = level))
    list_of(apply(p, 1, numbers))
  }
  s <- summary(model)
  order <- c(setdiff(seq_along(coef(model)), which(names(coef(model)) == "(Intercept)")),
             which(names(coef(model)) == "(Intercept)"))
  columns <- paste0('"', c(features, target), '":', sapply(data[c(features, target)], numbers), collapse = ",")
  cat(sprintf(
    '"%s":{"columns":{%s},"weights":%s,"target":"%s","rows":%s,"intercept":%s,"prediction":%s,"mean":%s,"prediction80":%s,"covariance":%s,"f":%s,"logLikelihood":%s,"aic":%s,"bic":%s}',
    name, columns, if (is.null(weights)) "null" else numbers(weights), target, list_of(rows),
    if (length(order) > length(features)) "true" else "false",
    interval("prediction", 0.95), interval("confidence", 0.95), interval("prediction", 0.8),
    numbers(vcov(model)[order, order]),
    numbers(c(s$fstatistic, pf(s$fstatistic[1], s$fstatistic[2], s$fstatistic[3], lower.tail = FALSE))),
    number(logLik(model)), number(AIC(model)), number(BIC(model))
  ))
}

sets <- list(
  function() tell("mtcars", lm(mpg ~ wt + hp, mtcars), mtcars, "mpg", c("wt", "hp"), c(1, 17, 31)),
  function() tell("stackloss", lm(stack.loss ~ ., stackloss), stackloss, "stack.loss",
                  c("Air.Flow", "Water.Temp", "Acid.Conc."), c(1, 10, 21)),
  function() tell("cars through the origin", lm(dist ~ 0 + speed, cars), cars, "dist", "speed", c(1, 25, 50)),
  function() {
    w <- seq_len(nrow(cars)) / 10
    tell("cars, later rows weighing more", lm(dist ~ speed, cars, weights = w), cars, "dist", "speed", c(1, 25, 50), w)
  },
  function() tell("trees", lm(Volume ~ Girth + Height, trees), trees, "Volume", c("Girth", "Height"), c(1, 15, 31)),
  function() tell("women", lm(weight ~ height, women), women, "weight", "height", c(1, 8, 15)),
  function() tell("swiss", lm(Fertility ~ ., swiss), swiss, "Fertility",
                  c("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"), c(1, 20, 47)),
  function() tell("airquality", lm(Ozone ~ Solar.R + Wind + Temp, airquality), na.omit(airquality), "Ozone",
                  c("Solar.R", "Wind", "Temp"), c(1, 50, 111))
)
cat("{")
for (i in seq_along(sets)) {
  if (i > 1) cat(",\n")
  sets[[i]]()
}
cat("}\n")
