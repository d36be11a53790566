# What R says of the rows of five sets: Rscript diagnose.R > diagnose.json, from this folder. Numbers with 17 digits.
number <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "null")
list_of <- function(x) paste0("[", paste(x, collapse = ","), "]")
numbers <- function(x) list_of(number(as.numeric(x)))

tell <- function(name, model, data, target, features, weights = NULL) {
  columns <- paste0('"', c(features, target), '":', sapply(data[c(features, target)], numbers), collapse = ",")
  n <- nrow(data)
  t <- rstudent(model)
  # the p of each square beside the features, which is that of (x - mean)^2 too where there is an intercept
  square <- sapply(features, function(feature) {
    center <- if (attr(terms(model), "intercept") == 1) weighted.mean(data[[feature]], if (is.null(weights)) rep(1, n) else weights) else 0
    data$square <- (data[[feature]] - center)^2
    if (!is.null(weights)) data$w <- weights
    larger <- if (is.null(weights)) update(model, . ~ . + square, data = data) else update(model, . ~ . + square, data = data, weights = w)
    coef(summary(larger))["square", 4]
  })
  w <- if (is.null(weights)) rep(1, n) else weights
  e2 <- w * resid(model)^2
  spread <- coef(summary(lm(e2 ~ fitted(model))))[2, 4]
  cat(sprintf(
    '"%s":{"columns":{%s},"weights":%s,"target":"%s","intercept":%s,"residual":%s,"leverage":%s,"standardized":%s,"studentized":%s,"cook":%s,"quantile":%s,"outlier":%s,"square":%s,"spread":%s}',
    name, columns, if (is.null(weights)) "null" else numbers(weights), target,
    if (attr(terms(model), "intercept") == 1) "true" else "false",
    numbers(resid(model)), numbers(hatvalues(model)), numbers(rstandard(model)), numbers(t), numbers(cooks.distance(model)),
    numbers(qqnorm(rstandard(model), plot.it = FALSE)$x),
    number(min(1, n * 2 * pt(-max(abs(t)), df.residual(model) - 1))), number(min(1, length(features) * min(square))), number(spread)
  ))
}

sets <- list(
  function() tell("mtcars", lm(mpg ~ wt + hp, mtcars), mtcars, "mpg", c("wt", "hp")),
  function() tell("stackloss", lm(stack.loss ~ ., stackloss), stackloss, "stack.loss",
                  c("Air.Flow", "Water.Temp", "Acid.Conc.")),
  function() tell("cars through the origin", lm(dist ~ 0 + speed, cars), cars, "dist", "speed"),
  function() {
    w <- seq_len(nrow(cars)) / 10
    data <- cars
    data$w <- w
    tell("cars, later rows weighing more", lm(dist ~ speed, data, weights = w), data, "dist", "speed", w)
  },
  function() tell("nine of trees", lm(Volume ~ Girth, trees[1:9, ]), trees[1:9, ], "Volume", "Girth")
)
cat("{")
for (i in seq_along(sets)) {
  if (i > 1) cat(",\n")
  sets[[i]]()
}
cat("}\n")
